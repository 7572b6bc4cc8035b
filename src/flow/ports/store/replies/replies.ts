import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { PayloadMark } from '../../../../core/replies/payload-mark.ts';
import type { MatchedBy, Reply } from '../../../../core/replies/reply.ts';
import type { ReplyTally } from '../../../../core/replies/tally.ts';
import type { OptOutScope } from '../../../../core/rules/opt-out.ts';

/** What a reply means for whether its writer gets more messages. */
export type OptOutSaid =
  | { readonly kind: 'opted_out'; readonly scope: OptOutScope; readonly source: 'word' | 'button' }
  /** It takes back what a word or a button said. */
  | { readonly kind: 'opted_in' }
  /** It may mean no: a person is asked. */
  | { readonly kind: 'ambiguous' };

export interface NewReply {
  readonly reply: Reply;
  /** The batch that the tapped button's own mark names; left out where there is no mark of ours. */
  readonly markedBatch?: string | undefined;
  readonly optOut?: OptOutSaid | undefined;
}

/** `known`: it was saved before. `too_many`: its writer has written so much today that it is only counted. */
export interface ReplyOutcome {
  readonly kind: 'saved' | 'known' | 'too_many';
  readonly matchedBy: MatchedBy;
}

/** What the ledger does for a reply that came in. */
export interface ReplyLedger {
  /**
   * The words on the buttons that carry these marks, in order, as they stood in the templates that were sent; undefined where
   * the ledger knows no such batch or button.
   */
  quickReplyLabels(marks: readonly PayloadMark[]): Promise<readonly (string | undefined)[]>;
  /**
   * Saves the replies of one callback, all or none, each matched to the send that it answers; what a reply says of opting out
   * is saved with it. One that is saved twice changes nothing.
   *
   * @param unmatched what becomes of a reply that belongs to no send: it waits to be posted, or is only counted
   * @returns one outcome for each, in order
   */
  saveReplies(replies: readonly NewReply[], unmatched: 'waiting' | 'counted'): Promise<readonly ReplyOutcome[]>;
}

/** A reply as the ledger has it. */
export interface SavedReply extends Omit<Reply, 'context'> {
  readonly receivedAt: Date;
  /** Undefined for one that belongs to no send. */
  readonly sendId: string | undefined;
  /** Undefined where it is known which send it answers, but not which of its recipients wrote it. */
  readonly deliveryId: string | undefined;
  readonly matchedBy: MatchedBy;
  readonly optOut: OptOutSaid['kind'] | undefined;
  /** Where Slack shows it. */
  readonly post: { readonly channelId: string; readonly ts: string } | undefined;
  /** Who answered it last. */
  readonly answer: { readonly by: string; readonly at: Date } | undefined;
}

/** The latest that one recipient of a send wrote or tapped; a tap counts before words. */
export interface RecipientAnswer {
  readonly deliveryId: string;
  readonly recipient: PhoneNumber;
  /** Undefined for a recipient who answered nothing. */
  readonly reply: Pick<SavedReply, 'id' | 'kind' | 'text' | 'writtenAt' | 'name'> | undefined;
}

/** Reads what came back. */
export interface ReplyReader {
  findReply(id: string): Promise<SavedReply | undefined>;
  /** Undefined for a send on which nothing came back. */
  tallyOf(sendId: string): Promise<ReplyTally | undefined>;
  /** The replies of a send, oldest first. @param after the last one of the page before */
  repliesOf(
    sendId: string,
    page: { readonly after?: Pick<SavedReply, 'id' | 'receivedAt'>; readonly limit: number },
  ): Promise<readonly SavedReply[]>;
  /** The recipients of a send with what each answered, in the order of the send. @param after the last delivery of the page before */
  answersOf(
    sendId: string,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<readonly RecipientAnswer[]>;
  /**
   * When this person last wrote to this business number: what opens the 24 hours in which they may be answered. Any of
   * WhatsApp's spellings of the number counts.
   */
  lastWrittenAt(conversation: {
    readonly sender: PhoneNumber;
    readonly number: PhoneNumber;
  }): Promise<Date | undefined>;
}
