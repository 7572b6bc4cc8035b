import type { ModalView } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import type { Send } from '../../core/send/send.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Asker, DeliveryHistory, SendFinder } from '../../flow/ports/lookup.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import { againState } from '../compose/again-view.ts';
import { composeView } from '../compose/compose-view.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import { detailedDeliveries, detailsView } from '../details/details-view.ts';
import { idsView } from '../details/ids-view.ts';
import { openAndFill } from './opening-view.ts';
import { type PressArgs, whisper } from './press-args.ts';
import { readPress } from './pressed-send.ts';

interface Needs {
  readonly lookup: SendFinder & DeliveryHistory;
  readonly explanations: Explanations;
  readonly log: Log;
}

/** "Details": what happened to every recipient, as it is at this moment. */
export function createOpenDetails(needs: Needs) {
  return openView(needs, 'Details', (send, { channelId }) => showDetails(needs, send, channelId));
}

/** "Copy IDs". */
export function createOpenIds(needs: Needs) {
  return openView(needs, 'Message IDs', async (send) => idsView(send));
}

/** "Send again…": the form, filled in. It sends nothing by itself. */
export function createOpenAgain(
  needs: Needs & {
    readonly catalogue: Pick<FreshCatalogue, 'find' | 'freshness'>;
    readonly senders: readonly Sender[];
  },
) {
  return openView(needs, 'Send again', async (send, { actorId }) =>
    composeView(againState(send, actorId, needs.catalogue), needs.senders),
  );
}

/** The details of a send as they are now. */
export async function showDetails(
  { lookup, explanations }: Pick<Needs, 'lookup' | 'explanations'>,
  send: Send,
  channelId: string,
  notice?: string,
): Promise<ModalView> {
  const history = await lookup.historyOf(detailedDeliveries(send).map(({ id }) => id));
  return detailsView({ send, history, channelId, explanations, notice });
}

function openView(needs: Needs, title: string, show: (send: Send, asker: Asker) => Promise<ModalView>) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, body, client } = args;
    await ack();
    const { asker, sendId } = readPress(args);
    const tell = (sentence: string) => whisper(args, sentence);
    await openAndFill({ client, triggerId: body.trigger_id, title, log: needs.log, tell }, async () => {
      const send = await needs.lookup.findSend(sendId, asker);
      return send && show(send, asker);
    });
  };
}
