import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { AcceptResult, NewSend } from '../accept-send.ts';
import type { SavedReply } from './replies.ts';

/** An answer that a colleague gave. */
export interface GivenAnswer {
  /** The Slack user who answered. */
  readonly by: string;
  readonly at: Date;
  readonly text: string;
}

/** What a person needs to know before answering a reply. */
export interface Conversation {
  readonly reply: SavedReply;
  /** The business number that the reply was written to; undefined where neither the provider nor its send says so. */
  readonly sender: PhoneNumber | undefined;
  /** Until when the person may be answered in words of one's own; in the past once that is over. */
  readonly openUntil: Date | undefined;
  /** The database's time. */
  readonly now: Date;
  /** The latest answer to this person, by whomever. */
  readonly lastAnswer: GivenAnswer | undefined;
  /** Whether the person wants no message at all. */
  readonly isOptedOut: boolean;
  /** The message in whose thread the answer belongs; undefined while the reply is not posted. */
  readonly thread: { readonly channelId: string; readonly ts: string } | undefined;
  /** Where the send belongs that was replied to; for a reply on none, where it was posted. */
  readonly channelId: string | undefined;
}

export interface NewAnswer {
  readonly replyId: string;
  /** To the one who wrote, with a text for its message. */
  readonly send: NewSend;
  /** The newest answer of a colleague that the person knows of; undefined where they know of none. */
  readonly seenUntil: Date | undefined;
}

export type AnswerResult =
  | AcceptResult
  /** The 24 hours are over. */
  | { readonly kind: 'window_closed' }
  /** A colleague answered within the last minute, and this person has not seen that. */
  | { readonly kind: 'answered'; readonly answer: GivenAnswer }
  | { readonly kind: 'opted_out' };

/** What the ledger does for a person who answers. */
export interface Answers {
  /** What stands between a reply and its answer now; undefined for a reply that is not there. */
  findConversation(replyId: string): Promise<Conversation | undefined>;
  /**
   * Commits an answer as a send, once for its dedupe key, or says in the same transaction why it may not leave. It expires with
   * the 24 hours: what has not left by then is cancelled. Throws `CommitOutcomeUnknown` as `SendLedger.accept` does.
   */
  accept(answer: NewAnswer): Promise<AnswerResult>;
}
