/** What the bench asks of the process that plays Slack and Kaleyra. */
export type UpstreamQuestion =
  | { readonly kind: 'reset'; readonly kaleyraDelayMs: number }
  /** Keeps the file that a person chose: Slack has one. */
  | { readonly kind: 'upload'; readonly text: string }
  /** Answered once that many have been counted since the last reset. */
  | { readonly kind: 'await'; readonly what: Counted; readonly count: number }
  | { readonly kind: 'record' };

/** A review is a view that was updated. */
export type Counted = 'views' | 'reviews' | 'deliveries' | 'cards';

/** Everything since the last reset; times are of the machine's monotonic clock, in milliseconds. */
export interface UpstreamRecord {
  /** When `views.open` arrived, by trigger ID. */
  readonly views: Readonly<Record<string, number>>;
  /** When a view was updated, by its ID. */
  readonly reviews: Readonly<Record<string, number>>;
  /** The view that was opened or updated last, as JSON. */
  readonly lastView: string | undefined;
  /** When the first message with a message ID arrived, by channel. */
  readonly cards: Readonly<Record<string, number>>;
  readonly requests: readonly KaleyraRequest[];
  /** Deliveries to a number that already had one. */
  readonly doubles: number;
}

export interface KaleyraRequest {
  readonly at: number;
  readonly answeredAt: number;
  readonly recipients: readonly string[];
}

export type UpstreamMessage =
  | { readonly kind: 'listening'; readonly slackUrl: string; readonly kaleyraUrl: string }
  | { readonly kind: 'answer'; readonly id: number; readonly record?: UpstreamRecord };
