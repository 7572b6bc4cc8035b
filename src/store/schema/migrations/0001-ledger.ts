import { type Kysely, sql } from 'kysely';

/**
 * The ledger: sends, their batches and deliveries, the reports about them, the cards that show them, and what is shared by all
 * processes (send rates, pauses, notices, caches). Checks refuse states that the bot cannot be in, so that a wrong statement
 * fails instead of sending twice.
 */
export async function createLedger(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...SENDS, ...BATCHES, ...DELIVERIES, ...STATUS_EVENTS, ...CARDS, ...REST]) {
    await sql.raw(statement).execute(db);
  }
}

const SENDS = [
  `create table sends (
    id text primary key,
    dedupe_key text not null unique,
    content_key text not null,
    parent_id text,
    team_id text not null,
    channel_id text not null,
    actor_id text not null,
    template text,
    message text not null,
    sender text not null,
    reports_expected integer not null check (reports_expected in (0, 1)),
    response_url text,
    warning text,
    version integer not null check (version >= 1),
    created_at bigint not null
  )`,
  'create index sends_by_content on sends (content_key, created_at)',
];

const BATCHES = [
  `create table batches (
    id text primary key,
    send_id text not null references sends (id),
    position integer not null,
    token text not null unique,
    sender text not null,
    size integer not null check (size > 0),
    state text not null check (state in ('queued', 'sending', 'done', 'lost')),
    attempts integer not null check (attempts >= 0),
    fence integer not null check (fence >= 0),
    worker text,
    lease_until bigint,
    not_before bigint not null,
    queued_at bigint not null,
    unique (send_id, position),
    check ((state = 'sending') = (worker is not null)),
    check ((state = 'sending') = (lease_until is not null)),
    check (state = 'queued' or fence > 0)
  )`,
  `create index batches_queued on batches (sender, not_before, send_id, position) where state = 'queued'`,
  `create index batches_sending on batches (lease_until) where state = 'sending'`,
  `create index batches_open on batches (send_id) where state in ('queued', 'sending')`,
];

const DELIVERIES = [
  `create table deliveries (
    id text primary key,
    send_id text not null references sends (id),
    batch_id text not null references batches (id),
    position integer not null,
    recipient text not null,
    status text not null check (status in ('queued', 'sending', 'accepted', 'sent', 'delivered', 'read',
      'rejected', 'failed', 'unknown', 'cancelled')),
    message_id text,
    message_base text,
    failure_reason text,
    failure_code text,
    failure_text text,
    changed_at bigint not null,
    overdue_at bigint,
    unique (send_id, position),
    check (status not in ('accepted', 'sent', 'delivered', 'read', 'failed') or message_id is not null),
    check (status not in ('queued', 'sending', 'rejected', 'cancelled') or message_id is null),
    check ((status in ('rejected', 'failed', 'unknown')) = (failure_reason is not null)),
    check (status <> 'failed' or failure_reason = 'reported'),
    check ((message_id is null) = (message_base is null))
  )`,
  // For counting alone, so the others have to be nearer at hand: of two that fit alike SQLite takes the one made last, and
  // one with more columns before one with fewer. The status is in the last one for nothing else.
  'create index deliveries_by_status on deliveries (status)',
  'create index deliveries_by_batch on deliveries (batch_id)',
  'create index deliveries_by_message on deliveries (message_base) where message_base is not null',
  `create index deliveries_unreported on deliveries (status, changed_at)
    where status = 'accepted' and overdue_at is null`,
];

const STATUS_EVENTS = [
  `create table status_events (
    id text primary key,
    delivery_id text references deliveries (id),
    message_id text not null,
    message_base text not null,
    status text not null check (status in ('sent', 'delivered', 'read', 'failed')),
    code text,
    text text,
    batch_token text,
    recipient text,
    reported_at bigint,
    received_at bigint not null
  )`,
  'create index status_events_by_delivery on status_events (delivery_id) where delivery_id is not null',
  'create index status_events_parked on status_events (message_base) where delivery_id is null',
  'create index status_events_parked_since on status_events (received_at) where delivery_id is null',
];

const CARDS = [
  `create table cards (
    send_id text not null references sends (id),
    role text not null check (role in ('channel', 'response_url', 'dm', 'audit',
      'failure_notice', 'pause_notice', 'callback_notice')),
    destination text not null,
    message_channel_id text,
    message_ts text,
    shown_version integer not null check (shown_version >= 0),
    wanted_version integer not null,
    behind_since bigint not null,
    shown_count integer not null check (shown_count >= 0),
    attempts integer not null check (attempts >= 0),
    fence integer not null check (fence >= 0),
    worker text,
    lease_until bigint,
    not_before bigint not null,
    state text not null check (state in ('open', 'closed')),
    primary key (send_id, role),
    check (shown_version <= wanted_version),
    check ((worker is null) = (lease_until is null)),
    check ((message_channel_id is null) = (message_ts is null))
  )`,
  `create index cards_behind on cards (not_before) where state = 'open' and shown_version < wanted_version`,
  'create index cards_claimed on cards (worker) where worker is not null',
];

const REST = [
  'create table paces (sender text primary key, next_at_us bigint not null)',
  `create table pauses (
    id text primary key,
    scope text not null,
    kind text not null check (kind in ('refused', 'asked_to_wait')),
    code text not null,
    send_id text references sends (id),
    began_at bigint not null,
    ends_at bigint,
    resumed_by text,
    probe_at bigint,
    probes integer not null default 0,
    check (kind = 'refused' or ends_at is not null),
    check (resumed_by is null or ends_at is not null),
    check (ends_at is null or probe_at is null)
  )`,
  `create unique index pauses_refused on pauses (scope) where kind = 'refused' and ends_at is null`,
  `create unique index pauses_asked on pauses (scope) where kind = 'asked_to_wait'`,
  'create index pauses_by_send on pauses (send_id)',
  'create table notices (subject text primary key, told_at bigint not null)',
  `create table cache_entries (
    namespace text not null,
    key text not null,
    value text not null,
    expires_at bigint,
    primary key (namespace, key)
  )`,
  'create index cache_entries_expiring on cache_entries (expires_at) where expires_at is not null',
];
