import type { Log } from '../../../flow/ports/log.ts';
import type { Decided, DecideSend } from '../../../flow/rules/decide-send.ts';
import { withSignedMetadata } from '../../access/signed-metadata.ts';
import { digestOfBlock } from '../../cards/approval/approver-card.ts';
import { openView } from '../../client/open-view.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { decidedSentence, NOT_DECIDED } from '../../rules/decided-sentences.ts';
import { declineView } from '../../rules/decline-view.ts';
import { NOT_OPENED } from '../actions/open-and-fill.ts';
import { type PressArgs, readPress, replyEphemerally } from '../actions/press.ts';

interface Needs {
  readonly decideSend: DecideSend;
  readonly log: Log;
}

/** "Approve": a yes to exactly what this copy shows. Everybody's copy then says so. */
export function createApproveAction(needs: Needs) {
  return decided(needs, (press) => needs.decideSend.approve(press));
}

/** "Reviewed", for a message that left before it was approved. */
export function createMarkReviewedAction(needs: Needs) {
  return decided(needs, ({ personId, sendId }) => needs.decideSend.review({ personId, sendId }));
}

/** "Decline…": asks why. */
export function createDeclineAction({ log }: Needs) {
  return async (args: PressArgs): Promise<void> => {
    const { action, ack, body, client, context } = args;
    await ack();
    const { sendId } = readPress(args);
    const view = withSignedMetadata(context, declineView({ sendId, digest: digestOfBlock(action.block_id) }));
    try {
      await openView(client, body.trigger_id, view);
    } catch (error) {
      log.warn({ code: slackCodeOf(error) }, 'decline view not opened');
      await replyEphemerally(args, NOT_OPENED);
    }
  };
}

interface Press {
  readonly sendId: string;
  readonly personId: string;
  readonly digest: string;
}

function decided({ log }: Needs, decide: (press: Press) => Promise<Decided>) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack();
    const { asker, sendId } = readPress(args);
    const press = { sendId, personId: asker.actorId, digest: digestOfBlock(args.action.block_id) };
    const sentence = await decide(press).then(decidedSentence, (error: unknown) => {
      log.error({ sendId, err: error }, 'decision not saved');
      return NOT_DECIDED;
    });
    if (sentence !== undefined) await replyEphemerally(args, sentence);
  };
}
