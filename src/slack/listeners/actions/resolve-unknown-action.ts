import type { Explanations } from '../../../core/explanations/explanation.ts';
import type { ManualReport } from '../../../core/send/manual-report.ts';
import type { Log } from '../../../flow/ports/log.ts';
import type { Lookup } from '../../../flow/ports/store/lookup.ts';
import type { ResolveUnknown } from '../../../flow/send/resolve-unknown.ts';
import { withSignedMetadata } from '../../access/signed-metadata.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { NOT_FOUND_HERE } from './open-and-fill.ts';
import { showDetails } from './open-send-actions.ts';
import { type PressArgs, readPress, replyEphemerally } from './press.ts';

const SETTLED = 'Already settled, by a colleague or by a delivery report.';

/** "It arrived" or "It did not arrive": the ledger updates the card, and an open view is updated here. */
export function createResolveUnknownAction(
  needs: {
    readonly resolveUnknown: ResolveUnknown;
    readonly lookup: Pick<Lookup, 'findSend' | 'historyOf'>;
    readonly explanations: Explanations;
    readonly log: Log;
  },
  said: ManualReport['said'],
) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, body, client, context } = args;
    await ack();
    const { asker, deliveryId = '', sendId } = readPress(args);
    const result = await needs.resolveUnknown({ sendId, deliveryId, said, asker });
    if (result === 'not_found') return replyEphemerally(args, NOT_FOUND_HERE);
    if (body.view === undefined) return result === 'already_known' ? replyEphemerally(args, SETTLED) : undefined;
    const send = await needs.lookup.findSend(sendId, asker);
    if (send === undefined) return;
    const view = await showDetails(needs, send, asker.channelId, result === 'already_known' ? SETTLED : undefined);
    try {
      await client.views.update({ view_id: body.view.id, view: withSignedMetadata(context, view) });
    } catch (error) {
      // The view was closed meanwhile; the card shows it.
      needs.log.warn({ code: slackCodeOf(error) }, 'details view not updated');
    }
  };
}
