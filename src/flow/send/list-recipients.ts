import { type Numbering, type Recipient, withMaskedNumber } from '../../core/recipients/recipient.ts';
import type { DraftReader } from '../ports/store/drafts.ts';

/** A part of a reviewed draft's recipients, as the review shows them. */
interface ListedRecipients {
  readonly recipients: readonly Recipient[];
  readonly total: number;
}

/** @returns undefined when the draft is gone, is not this person's, or has no recipients there */
export type ListRecipients = (
  draftId: string,
  actorId: string,
  part: { readonly from: number; readonly count: number },
) => Promise<ListedRecipients | undefined>;

export function createListRecipients(needs: {
  readonly drafts: DraftReader;
  readonly loadNumbering: () => Promise<Numbering>;
}): ListRecipients {
  return async (draftId, actorId, { count, from }) => {
    const draft = await needs.drafts.load(draftId);
    if (draft?.order.actorId !== actorId) return undefined;
    const { recipients: all } = draft.order;
    const { read } = await needs.loadNumbering();
    const recipients = all.slice(from, from + count).flatMap((number) => {
      const reading = read(number);
      if (!reading.ok) return [];
      return [draft.areRecipientsHidden === true ? withMaskedNumber(reading.value) : reading.value];
    });
    return recipients.length === 0 ? undefined : { recipients, total: all.length };
  };
}
