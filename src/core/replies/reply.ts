import type { PhoneNumber } from '../recipients/phone-number.ts';

export type ReplyKind =
  | 'text'
  /** A quick reply of a template. */
  | 'button'
  /** A row of a list, or a button of an interactive message. */
  | 'choice'
  | 'reaction'
  | 'image'
  | 'video'
  | 'voice'
  | 'document'
  | 'contact'
  | 'location'
  | 'other';

/** What a recipient wrote or tapped, as the provider tells it. */
export interface Reply {
  /** A hash of what it says, or the provider's ID of it: the same one twice is one reply. */
  readonly id: string;
  readonly writtenAt: Date;
  /** The business number that it was written to; undefined where the provider does not say. */
  readonly sender: PhoneNumber | undefined;
  /** Who wrote it; undefined where WhatsApp names the person by an ID alone. */
  readonly from: PhoneNumber | undefined;
  /** Who wrote it as WhatsApp names them: the digits of a number, or an ID such as `IN.1393000000001`. */
  readonly writer: string;
  /** The person's name on WhatsApp. */
  readonly name: string | undefined;
  readonly kind: ReplyKind;
  /** What was written, or the text of what was tapped. */
  readonly text: string | undefined;
  /** What a tapped button carries. */
  readonly payload: string | undefined;
  readonly media: { readonly url: string; readonly type: string | undefined } | undefined;
  /** The message that it answers, by all the names that the provider gives. */
  readonly context: { readonly messageIds: readonly string[]; readonly batchToken: string | undefined };
}

/** How a reply came to its send. */
export type MatchedBy =
  /** It names the message that it answers. */
  | 'context'
  /** The tapped button carries our own mark. */
  | 'payload'
  /** It is the latest send to that number: probably about this. */
  | 'recent'
  | 'none';
