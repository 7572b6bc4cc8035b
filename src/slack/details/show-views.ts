import type { ModalView } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { numbersFor } from '../../core/send/number-shown.ts';
import type { Asker, Lookup } from '../../flow/ports/store/lookup.ts';
import { knowsRecipients } from '../../flow/send/knows-recipients.ts';
import type { NamedSenders } from '../cards/sender-text.ts';
import { DETAILS_PAGE_SIZE, type DetailsScope, detailsView } from './details-view.ts';
import { IDS_PAGE_SIZE, messageIdsView } from './message-ids-view.ts';

/** What the views about a send are read with. */
export interface ViewNeeds {
  readonly lookup: Pick<Lookup, 'findHead' | 'deliveriesOf' | 'historyOf'>;
  readonly explanations: Explanations;
  readonly senders: NamedSenders;
}

/** The details of a send as they are now; undefined when this person may not see it here. */
export async function showDetails(
  { explanations, lookup, senders }: ViewNeeds,
  sendId: string,
  asker: Asker,
  at: { readonly scope: DetailsScope; readonly page: number; readonly note?: string },
): Promise<ModalView | undefined> {
  const send = await lookup.findHead(sendId, asker);
  if (send === undefined) return undefined;
  const { note, scope } = at;
  const page = await lookup.deliveriesOf(sendId, { scope, page: at.page, size: DETAILS_PAGE_SIZE });
  const history = await lookup.historyOf(page.deliveries.map(({ id }) => id));
  const show = numbersFor(await knowsRecipients(send, asker, lookup));
  return detailsView({ send, page, scope, history, show, channelId: asker.channelId, explanations, senders, note });
}

/** A page of the message IDs of a send; undefined when this person may not see it here. */
export async function showMessageIds(
  { lookup }: ViewNeeds,
  sendId: string,
  asker: Asker,
  number: number,
): Promise<ModalView | undefined> {
  const send = await lookup.findHead(sendId, asker);
  if (send === undefined) return undefined;
  const page = await lookup.deliveriesOf(sendId, { scope: 'with_message_id', page: number, size: IDS_PAGE_SIZE });
  const show = numbersFor(await knowsRecipients(send, asker, lookup));
  return messageIdsView({ send, page, show, channelId: asker.channelId });
}
