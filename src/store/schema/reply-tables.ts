import type { MatchedBy, ReplyKind } from '../../core/replies/reply.ts';

/** What recipients wrote or tapped, and the threads that show it. */
export interface ReplyTables {
  replies: ReplyRow;
  reply_threads: ReplyThreadRow;
}

export interface ReplyRow {
  /** A hash of what it says, or the provider's ID, so that a repeated one adds nothing. */
  id: string;
  received_at: number;
  /** When the recipient wrote it, as the provider says. */
  written_at: number;
  /** The business number that it was written to; null where the provider does not say. */
  sender: string | null;
  /** Who wrote it. */
  recipient: string;
  recipient_key: string;
  /** Their name on WhatsApp. */
  name: string | null;
  kind: ReplyKind;
  text: string | null;
  payload: string | null;
  media_url: string | null;
  media_type: string | null;
  send_id: string | null;
  delivery_id: string | null;
  matched_by: MatchedBy;
  opt_out: 'opted_out' | 'opted_in' | 'ambiguous' | null;
  /** `counted`: it is shown nowhere. */
  post_state: 'waiting' | 'posted' | 'counted';
  post_channel_id: string | null;
  post_ts: string | null;
  answered_by: string | null;
  answered_at: number | null;
}

/** One row a send with replies; its ID is empty for replies that belong to none. */
export interface ReplyThreadRow {
  send_id: string;
  replies: number;
  posts: number;
  /** Replies that are not posted yet. */
  waiting: number;
  not_before: number;
  attempts: number;
  fence: number;
  worker: string | null;
  lease_until: number | null;
}
