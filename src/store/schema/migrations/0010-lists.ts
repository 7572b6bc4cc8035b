import { type Kysely, PostgresAdapter, sql } from 'kysely';

/**
 * Lists: sends whose rows have words of their own, which are saved before anyone confirms them, and which can be held up one by
 * one. What may be claimed is one row of `queued_sends` for each send, so that confirming, pausing or stopping ten thousand
 * rows is one small write, and a claim need not look at any send that has nothing to claim.
 *
 * A process of the release before claims by `batches.sender`, which lists therefore leave empty.
 */
export async function addLists(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  for (const statement of [...COLUMNS, ...TABLES, ...INDEXES, ...rememberTemplates(isPostgres), QUEUE_WHAT_WAITS]) {
    await sql.raw(statement).execute(db);
  }
}

const COLUMNS = [
  `alter table sends add column state text not null default 'sending' check (state in
    ('planned', 'discarded', 'scheduled', 'held', 'trial', 'sending', 'paused', 'stopped'))`,
  'alter table sends add column state_by text',
  'alter table sends add column state_reason text',
  'alter table sends add column state_at bigint',
  'alter table sends add column on_their_way integer check (on_their_way >= 0)',
  'alter table sends add column template_name text',
  'alter table batches add column message text',
  'alter table batches add column content_key text',
  'alter table deliveries add column sheet_row integer',
];

const TABLES = [
  `create table lists (
    send_id text primary key references sends (id),
    digest text not null,
    row_count integer not null check (row_count > 0),
    trial_rows integer not null check (trial_rows >= 0 and trial_rows <= row_count),
    trial_batches integer not null check (trial_batches >= 0 and trial_batches <= trial_rows),
    due_at bigint,
    asked_at bigint,
    rows_left_out integer not null default 0 check (rows_left_out >= 0)
  )`,
  `create table queued_sends (
    send_id text primary key references sends (id),
    sender text not null,
    share bigint not null,
    not_before bigint not null,
    waiting_since bigint not null,
    end_position integer
  )`,
  `create table recipient_groups (
    id text primary key,
    team_id text not null,
    name text not null,
    owner_id text not null,
    columns text not null,
    row_count integer not null check (row_count >= 0),
    created_at bigint not null,
    expires_at bigint not null,
    unique (team_id, name),
    check (expires_at > created_at)
  )`,
  `create table group_rows (
    group_id text not null references recipient_groups (id),
    position integer not null,
    cells text not null,
    primary key (group_id, position)
  )`,
];

const INDEXES = [
  'drop index batches_queued',
  `create index batches_queued on batches (send_id, not_before, position) where state = 'queued'`,
  'create index batches_by_content on batches (content_key) where content_key is not null',
  `create index sends_by_state on sends (state, state_reason, created_at) where state <> 'sending'`,
  'create index lists_by_digest on lists (digest)',
  'create index queued_sends_in_turn on queued_sends (sender, share, send_id)',
  'create index queued_sends_by_time on queued_sends (sender, not_before)',
  'create index recipient_groups_expiring on recipient_groups (expires_at)',
];

const WEEK_MS = 7 * 24 * 60 * 60_000;

/** Sends of the last days tell who got a template lately; older ones are never asked for. */
function rememberTemplates(isPostgres: boolean): string[] {
  const [name, now] = isPostgres
    ? [`cast(message as json) ->> 'template'`, 'extract(epoch from now()) * 1000']
    : [`message ->> 'template'`, `unixepoch('subsec') * 1000`];
  return [`update sends set template_name = ${name} where created_at > ${now} - ${WEEK_MS}`];
}

const QUEUE_WHAT_WAITS = `insert into queued_sends (send_id, sender, share, not_before, waiting_since)
  select send_id, min(sender), 0, min(not_before), min(queued_at) from batches where state = 'queued' group by send_id`;
