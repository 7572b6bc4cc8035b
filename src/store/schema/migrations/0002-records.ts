import { type Kysely, PostgresAdapter, sql } from 'kysely';

/**
 * What people look up: how a delivery came to its status, what people reported of it by hand, and which sends are theirs. A
 * trigger writes the history, so that no statement can forget it.
 */
export async function addRecords(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  for (const statement of [...tables(isPostgres), ...(isPostgres ? POSTGRES_TRIGGER : SQLITE_TRIGGER), ...INDEXES]) {
    await sql.raw(statement).execute(db);
  }
}

function tables(isPostgres: boolean): string[] {
  return [
    `create table status_changes (
      id ${isPostgres ? 'bigint generated always as identity' : 'integer'} primary key,
      delivery_id text not null references deliveries (id),
      status text not null,
      failure_reason text,
      failure_code text,
      failure_text text,
      changed_at bigint not null
    )`,
    `create table testimonies (
      delivery_id text primary key references deliveries (id),
      said text not null check (said in ('arrived', 'not_arrived')),
      actor_id text not null,
      said_at bigint not null
    )`,
  ];
}

/**
 * The condition for a row of history. Reports have a table of their own; `queued` is written only when a batch came back into
 * the queue.
 *
 * @param before the name of the row as it was, @param after as it is now
 */
export function isOwnChange(before: string, after: string): string {
  return `${after}.status <> ${before}.status
    and ${after}.status in ('queued', 'sending', 'accepted', 'rejected', 'unknown', 'cancelled')`;
}

const REMEMBER = `insert into status_changes
    (delivery_id, status, failure_reason, failure_code, failure_text, changed_at)
  values (new.id, new.status, new.failure_reason, new.failure_code, new.failure_text, new.changed_at)`;

const SQLITE_TRIGGER = [
  `create trigger deliveries_remembered after update of status on deliveries when ${isOwnChange('old', 'new')} begin ${REMEMBER}; end`,
];

const POSTGRES_TRIGGER = [
  `create function remember_delivery() returns trigger language plpgsql as $$ begin ${REMEMBER}; return null; end $$`,
  `create trigger deliveries_remembered after update of status on deliveries
    for each row when (${isOwnChange('old', 'new')}) execute function remember_delivery()`,
];

const INDEXES = [
  'create index status_changes_by_delivery on status_changes (delivery_id)',
  'create index sends_by_parent on sends (parent_id, created_at) where parent_id is not null',
  'create index sends_by_channel on sends (team_id, channel_id, created_at)',
  'create index sends_by_actor on sends (team_id, actor_id, created_at)',
];
