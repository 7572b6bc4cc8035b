import { type CountryCount, countByCountry } from '../../../core/recipients/count-by-country.ts';
import type { Numbering } from '../../../core/recipients/recipient.ts';
import type { Message } from '../../../core/template/message/message.ts';
import type { RequestCodec } from '../../../flow/ports/provider.ts';
import type { ClaimedCard } from '../../../flow/ports/store/show-cards.ts';

/** What an approver's copy shows beside what every card does. */
export interface ForApprover {
  /** The message as it is read back from the request that will leave. */
  readonly message: Message;
  readonly countries: readonly CountryCount[];
}

interface Needs {
  readonly provider: RequestCodec;
  readonly loadNumbering: () => Promise<Numbering>;
}

/** Only a copy that asks for something reads numbers: the others are edited as often as the send changes. */
export async function forApprover({ loadNumbering, provider }: Needs, claimed: ClaimedCard): Promise<ForApprover> {
  const { audience, card, send } = claimed;
  const state = send.approval?.state;
  if (card.role !== 'approver' || (state !== 'waiting' && state !== 'to_review'))
    return { message: send.message, countries: [] };
  const { message, sender } = send;
  const recipients = audience ?? send.recipients;
  const request = provider.encode({ message, sender, recipients: recipients.slice(0, 1) }, undefined);
  if (!request.ok) throw new Error('A message that was confirmed cannot be encoded');
  return {
    message: provider.decode(request.value).message,
    countries: countByCountry(recipients, await loadNumbering()),
  };
}
