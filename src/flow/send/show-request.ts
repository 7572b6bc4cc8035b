import { digitsOf, maskPhoneNumber, type PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { ProviderRequest, RequestEncoder } from '../ports/provider.ts';
import type { DraftReader } from '../ports/store/drafts.ts';

/** What a confirmation will post: the first request, and how many there are like it. */
export interface ShownRequest {
  readonly request: ProviderRequest;
  readonly count: number;
}

/** @returns undefined when the draft is gone, or is not this person's. */
export type ShowRequest = (draftId: string, actorId: string) => Promise<ShownRequest | undefined>;

/** The request of a reviewed draft, encoded by the same code as the one that leaves; only where reports go is added then. */
export function createShowRequest(needs: {
  readonly drafts: DraftReader;
  readonly provider: RequestEncoder;
  readonly recipientsPerRequest: number;
}): ShowRequest {
  return async (draftId, actorId) => {
    const draft = await needs.drafts.load(draftId);
    if (draft?.order.actorId !== actorId) return undefined;
    const { message, sender, recipients } = draft.order;
    const first = recipients.slice(0, needs.recipientsPerRequest);
    const request = needs.provider.encode({ message, sender, recipients: first }, undefined);
    if (!request.ok) return undefined;
    const shown = draft.areRecipientsHidden === true ? withMasked(first, request.value) : request.value;
    return { request: shown, count: Math.ceil(recipients.length / needs.recipientsPerRequest) };
  };
}

/** Wherever a number stands in it: which field carries the recipients is the provider's matter. */
function withMasked(recipients: readonly PhoneNumber[], { fields, ...request }: ProviderRequest): ProviderRequest {
  const hide = (text: string) =>
    recipients.reduce((hidden, number) => hidden.replaceAll(digitsOf(number), maskPhoneNumber(number)), text);
  return { ...request, fields: fields.map(([name, value]) => [name, hide(value)]) };
}
