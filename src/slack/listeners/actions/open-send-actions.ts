import type { ModalView } from '@slack/types';
import type { Explanations } from '../../../core/explanations/explanation.ts';
import type { Send } from '../../../core/send/send.ts';
import type { Log } from '../../../flow/ports/log.ts';
import type { Asker, Lookup } from '../../../flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../../flow/ports/templates.ts';
import { knowsRecipients } from '../../../flow/send/knows-recipients.ts';
import { withSignedMetadata } from '../../access/signed-metadata.ts';
import { againState } from '../../compose/again-view.ts';
import { composeView } from '../../compose/compose-view.ts';
import type { Sender } from '../../compose/fixed-inputs.ts';
import { detailedDeliveries, detailsView } from '../../details/details-view.ts';
import { messageIdsView } from '../../details/message-ids-view.ts';
import { openAndFill } from './open-and-fill.ts';
import { type PressArgs, readPress, replyEphemerally } from './press.ts';

interface Needs {
  readonly lookup: Pick<Lookup, 'findSend' | 'historyOf'>;
  readonly explanations: Explanations;
  readonly log: Log;
}

/** "Details": what has happened to every recipient so far. */
export function createOpenDetailsAction(needs: Needs) {
  return openView(needs, 'Details', (send, { channelId }) => showDetails(needs, send, channelId));
}

/** "Copy IDs". */
export function createOpenIdsAction(needs: Needs) {
  return openView(needs, 'Message IDs', async (send) => messageIdsView(send));
}

/** "Send again…": the form, filled in. It sends nothing by itself. */
export function createOpenAgainAction(
  needs: Needs & {
    readonly catalogue: Pick<FreshCatalogue, 'find' | 'freshness'>;
    readonly senders: readonly Sender[];
  },
) {
  return openView(needs, 'Send again', async (send, asker) => {
    const knows = await knowsRecipients(send, asker, needs.lookup);
    return composeView(againState(send, asker.actorId, needs.catalogue, needs.explanations, knows), needs.senders);
  });
}

/** The details of a send as they are now. */
export async function showDetails(
  { lookup, explanations }: Pick<Needs, 'lookup' | 'explanations'>,
  send: Send,
  channelId: string,
  banner?: string,
): Promise<ModalView> {
  const history = await lookup.historyOf(detailedDeliveries(send).map(({ id }) => id));
  return detailsView({ send, history, channelId, explanations, banner });
}

function openView(needs: Needs, title: string, show: (send: Send, asker: Asker) => Promise<ModalView>) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, body, client, context } = args;
    await ack();
    const { asker, sendId } = readPress(args);
    const reply = (sentence: string) => replyEphemerally(args, sentence);
    await openAndFill({ client, triggerId: body.trigger_id, title, log: needs.log, reply }, async () => {
      const send = await needs.lookup.findSend(sendId, asker);
      return send && withSignedMetadata(context, await show(send, asker));
    });
  };
}
