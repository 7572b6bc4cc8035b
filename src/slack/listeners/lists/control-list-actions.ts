import type { AllMiddlewareArgs } from '@slack/bolt';
import type { Send } from '../../../core/send/send.ts';
import type { Controlled } from '../../../flow/list/control-send.ts';
import type { StopResult } from '../../../flow/ports/store/control-send.ts';
import type { Asker } from '../../../flow/ports/store/lookup.ts';
import { withSignedMetadata } from '../../access/signed-metadata.ts';
import { bannerView } from '../../blocks/banner.ts';
import { fileSentence } from '../../files/file-sentence.ts';
import type { ListContext } from '../../lists/list-needs.ts';
import { listReviewView } from '../../lists/list-review-view.ts';
import { NOT_FOUND_HERE, openAndFill } from '../actions/open-and-fill.ts';
import { type PressArgs, readPress, replyEphemerally } from '../actions/press.ts';

const TOO_LATE = 'Nothing changed: a colleague was faster, or everything has left. The card shows how it stands.';
const NOTHING_WAITS = 'Nothing was left to stop: every message had left.';
const NOT_NOW = 'This could not be saved just now, so nothing changed. Press the button again in a moment.';
const SENT_TO_YOU = 'The results are in a file that I sent you as a direct message.';

type Control = 'pauseList' | 'resumeList' | 'releaseRest' | 'sendHeldNow';

/** A button of a list's card that holds it up or lets it go on. The card then says so; the person hears only what did not work. */
export function createControlListAction(needs: ListContext, control: Control) {
  return pressed(needs, async (sendId, asker) => sentenceOf(await needs.lists.controlSend[control](sendId, asker)));
}

/** "Stop…", after its question. */
export function createStopListAction(needs: ListContext) {
  return pressed(needs, async (sendId, asker) => stopSentence(await needs.lists.controlSend.stopSend(sendId, asker)));
}

/** "Results": what became of every row, to the person alone. */
export function createListResultsAction(needs: ListContext) {
  return pressed(needs, async (sendId, asker, send) => {
    const csv = await needs.lists.writeResults(send, asker);
    if (csv === undefined) return NOT_FOUND_HERE;
    const file = { userId: asker.actorId, name: `results ${sendId}.csv`, bytes: Buffer.from(csv) };
    const sent = await needs.files.sendFile({ ...file, comment: 'What became of every row of the list.' });
    return fileSentence(sent, SENT_TO_YOU);
  });
}

/** "Send the rest…": the review of a new list with exactly the rows that have not left. */
export function createSendRestAction(needs: ListContext) {
  return async (args: PressArgs & Pick<AllMiddlewareArgs, 'context'>): Promise<void> => {
    const { ack, body, client, context } = args;
    await ack();
    const { asker, sendId } = readPress(args);
    const reply = (sentence: string) => replyEphemerally(args, sentence);
    const title = 'Review the list';
    await openAndFill({ client, triggerId: body.trigger_id, title, log: needs.log, reply }, async () => {
      const send = await needs.lookup.findSend(sendId, asker);
      if (send === undefined) return undefined;
      const rest = await needs.lists.reviewRest(send, asker);
      if (rest.kind === 'nothing') return bannerView(title, rest.sentence);
      const metadata = { channelId: asker.channelId };
      return withSignedMetadata(context, listReviewView(rest.review, { metadata, senders: needs.senders }));
    });
  };
}

type Act = (sendId: string, asker: Asker, send: Send) => Promise<string | undefined>;

/** @param act says what the person should know; undefined where the card says it all */
function pressed(needs: ListContext, act: Act) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack();
    const { asker, sendId } = readPress(args);
    const sentence = await acted(needs, sendId, asker, act);
    if (sentence !== undefined) await replyEphemerally(args, sentence);
  };
}

async function acted(
  { log, lookup }: ListContext,
  sendId: string,
  asker: Asker,
  act: Act,
): Promise<string | undefined> {
  try {
    // The lookup knows what a guest may not see.
    const send = await lookup.findSend(sendId, asker);
    return send === undefined ? NOT_FOUND_HERE : await act(sendId, asker, send);
  } catch (error) {
    log.error({ sendId, err: error }, 'press on a list failed');
    return NOT_NOW;
  }
}

function sentenceOf(result: Controlled | { readonly refused: string }): string | undefined {
  if (typeof result === 'object') return result.refused;
  if (result === 'changed') return undefined;
  return result === 'too_late' ? TOO_LATE : NOT_FOUND_HERE;
}

/** The card says how far it had come. */
function stopSentence(result: StopResult | 'not_found'): string | undefined {
  if (result === 'not_found') return NOT_FOUND_HERE;
  return result.kind === 'nothing_waits' ? NOTHING_WAITS : undefined;
}
