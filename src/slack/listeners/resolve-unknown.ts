import type { Explanations } from '../../core/explanations/explanation.ts';
import type { ManualReport } from '../../core/send/manual-report.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { DeliveryHistory, SendFinder } from '../../flow/ports/lookup.ts';
import type { ResolveUnknown } from '../../flow/send/resolve-unknown.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import { showDetails } from './open-send.ts';
import { NOT_KNOWN_HERE } from './opening-view.ts';
import { type PressArgs, whisper } from './press-args.ts';
import { readPress } from './pressed-send.ts';

const ALREADY_KNOWN = 'That is known by now: somebody said so before, or a delivery report came.';

/** "It arrived" or "It did not": the card tells it by itself, an open view is shown again. */
export function createResolveUnknownAction(
  needs: {
    readonly resolveUnknown: ResolveUnknown;
    readonly lookup: SendFinder & DeliveryHistory;
    readonly explanations: Explanations;
    readonly log: Log;
  },
  said: ManualReport['said'],
) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, body, client } = args;
    await ack();
    const { asker, deliveryId = '', sendId } = readPress(args);
    const result = await needs.resolveUnknown({ sendId, deliveryId, said, asker });
    if (result === 'not_found') return whisper(args, NOT_KNOWN_HERE);
    if (body.view === undefined) return result === 'already_known' ? whisper(args, ALREADY_KNOWN) : undefined;
    const send = await needs.lookup.findSend(sendId, asker);
    if (send === undefined) return;
    const view = await showDetails(
      needs,
      send,
      asker.channelId,
      result === 'already_known' ? ALREADY_KNOWN : undefined,
    );
    try {
      await client.views.update({ view_id: body.view.id, view });
    } catch (error) {
      // Closed meanwhile: the card tells it.
      needs.log.warn({ code: slackCodeOf(error) }, 'details not shown again');
    }
  };
}
