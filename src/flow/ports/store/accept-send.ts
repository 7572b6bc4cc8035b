import type { PhoneNumber } from '../../../core/recipients/phone-number.ts';
import type { QuotaShortage, SendRules } from '../../../core/rules/send-rules.ts';
import type { NewCardPlace } from '../../../core/send/card.ts';
import type { SendOrder } from '../../../core/send/send.ts';
import type { Message } from '../../../core/template/message/message.ts';
import type { Repeat, RepeatGuard } from './repeats.ts';

/** Recipients of one request. */
interface NewBatch {
  readonly token: string;
  readonly recipients: readonly PhoneNumber[];
  /** ISO 3166, where all of them are of one country. */
  readonly region?: string | undefined;
}

/** A send that the ledger does not have yet. */
export interface NewSend {
  readonly id: string;
  /** `installation:view.id` of the review that was confirmed: the same one twice is one send. */
  readonly dedupeKey: string;
  /** The draft that it was made of: it ends with this send. */
  readonly draftId?: string;
  readonly order: SendOrder<Message>;
  /** Recipients of each request to the provider, in order. */
  readonly batches: readonly NewBatch[];
  readonly reportsExpected: boolean;
  readonly cards: readonly NewCardPlace[];
  /** The command's `response_url`, for a channel where the bot cannot post; a secret that expires in 30 minutes. */
  readonly responseUrl: string | undefined;
  /** Left out, a repeat is accepted like any other send. */
  readonly repeatGuard?: RepeatGuard;
  /** What the rules say of it; left out, it is charged to no quota and waits for no one. */
  readonly rules?: SendRules;
}

export type AcceptResult =
  /** The send is in the ledger. `isNew` is false when its dedupe key was there before; then `sendId` is that send's. */
  | { readonly kind: 'accepted'; readonly sendId: string; readonly isNew: boolean }
  /** It repeats sends that the person has not seen, so nothing was written. */
  | { readonly kind: 'repeated'; readonly repeats: readonly Repeat[] }
  /** Its draft is gone, because another send was made of it, so nothing was written. */
  | { readonly kind: 'draft_lost' }
  /** It would pass a quota, so nothing was written and nothing was charged. */
  | { readonly kind: 'over_quota'; readonly shortage: QuotaShortage };

/** What the ledger does for a person who confirms a send. */
export interface SendLedger {
  /**
   * Commits the send, its deliveries, batches and cards, or finds the one with the same dedupe key and adds nothing.
   * Throws {@link CommitOutcomeUnknown} when the database did not answer the commit.
   */
  accept(send: NewSend): Promise<AcceptResult>;
  /** The ID of the send with this dedupe key; undefined when there is none. */
  findAccepted(dedupeKey: string): Promise<string | undefined>;
}

/** The database did not answer a commit, so the send may be in the ledger or not. Accepting it once more tells which. */
export class CommitOutcomeUnknown extends Error {}
