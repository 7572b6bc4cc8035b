import { type Kysely, sql } from 'kysely';

/**
 * Replies: what recipients write or tap, each once, matched to the send that it answers. A thread has a row while it has
 * replies to post, so that a storm is gathered into few posts. An answer is a send whose message is a text.
 */
export async function addReplies(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...TABLES, ...INDEXES]) await sql.raw(statement).execute(db);
}

const TABLES = [
  `create table replies (
    id text primary key,
    received_at bigint not null,
    written_at bigint not null,
    sender text,
    recipient text not null,
    recipient_key text not null,
    name text,
    kind text not null check (kind in ('text', 'button', 'choice', 'reaction', 'image', 'video', 'voice', 'document',
      'contact', 'location', 'other')),
    text text,
    payload text,
    media_url text,
    media_type text,
    send_id text references sends (id),
    delivery_id text references deliveries (id),
    matched_by text not null check (matched_by in ('context', 'payload', 'recent', 'none')),
    opt_out text check (opt_out in ('opted_out', 'opted_in', 'ambiguous')),
    post_state text not null check (post_state in ('waiting', 'posted', 'counted')),
    post_channel_id text,
    post_ts text,
    answered_by text,
    answered_at bigint,
    check ((matched_by = 'none') = (send_id is null))
  )`,
  // The thread of a send, or '' for replies that belong to none.
  `create table reply_threads (
    send_id text primary key,
    replies integer not null default 0 check (replies >= 0),
    posts integer not null default 0 check (posts >= 0),
    waiting integer not null default 0 check (waiting >= 0),
    not_before bigint not null,
    attempts integer not null default 0 check (attempts >= 0),
    fence integer not null default 0 check (fence >= 0),
    worker text,
    lease_until bigint,
    check ((worker is null) = (lease_until is null))
  )`,
  'alter table sends add column answers_reply_id text',
];

const INDEXES = [
  'create index replies_by_send on replies (send_id, received_at) where send_id is not null',
  `create index replies_waiting on replies (send_id, received_at) where post_state = 'waiting'`,
  'create index replies_by_recipient on replies (recipient_key, written_at)',
  'create index replies_by_delivery on replies (delivery_id) where delivery_id is not null',
  'create index reply_threads_due on reply_threads (not_before) where waiting > 0',
  'create index deliveries_by_recipient_key on deliveries (recipient_key, changed_at) where recipient_key is not null',
  'create index sends_by_answered_reply on sends (answers_reply_id) where answers_reply_id is not null',
];
