import { type Kysely, PostgresAdapter, sql } from 'kysely';

/** Adds what people look up: how a delivery came to its status, who said what of it, and which sends are theirs. */
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

/** Reports have a table of their own; `queued` is written only when something came back into the queue. */
function noReport(before: string, after: string): string {
  return `${after}.status <> ${before}.status
    and ${after}.status in ('queued', 'sending', 'accepted', 'rejected', 'unknown', 'cancelled')`;
}

const REMEMBER = `insert into status_changes
    (delivery_id, status, failure_reason, failure_code, failure_text, changed_at)
  values (new.id, new.status, new.failure_reason, new.failure_code, new.failure_text, new.changed_at)`;

const SQLITE_TRIGGER = [
  `create trigger deliveries_remembered after update of status on deliveries when ${noReport('old', 'new')} begin ${REMEMBER}; end`,
];

const POSTGRES_TRIGGER = [
  `create function remember_delivery() returns trigger language plpgsql as $$ begin ${REMEMBER}; return null; end $$`,
  `create trigger deliveries_remembered after update of status on deliveries
    for each row when (${noReport('old', 'new')}) execute function remember_delivery()`,
];

const INDEXES = [
  'create index status_changes_by_delivery on status_changes (delivery_id)',
  'create index sends_by_parent on sends (parent_id, created_at) where parent_id is not null',
  'create index sends_by_channel on sends (team_id, channel_id, created_at)',
  'create index sends_by_actor on sends (team_id, actor_id, created_at)',
];

/**
 * PostgreSQL called a function for every row, and looked for its delivery again. A row of history is only ever written by
 * the change that it remembers. The tables are locked in the order in which answers meet them; rows are not paired in
 * loops, which take seconds for thousands.
 */
export async function rememberByStatement(db: Kysely<unknown>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return;
  for (const statement of BY_STATEMENT) await sql.raw(statement).execute(db);
}

const BY_STATEMENT = [
  'lock table deliveries, status_changes in access exclusive mode',
  'drop trigger deliveries_remembered on deliveries',
  'drop function remember_delivery',
  'alter table status_changes drop constraint status_changes_delivery_id_fkey',
  `create function remember_deliveries() returns trigger language plpgsql set enable_nestloop = off as $$ begin
    insert into status_changes (delivery_id, status, failure_reason, failure_code, failure_text, changed_at)
    select later.id, later.status, later.failure_reason, later.failure_code, later.failure_text, later.changed_at
    from earlier join later on later.id = earlier.id
    where ${noReport('earlier', 'later')};
    return null;
  end $$`,
  `create trigger deliveries_remembered after update on deliveries
    referencing old table as earlier new table as later for each statement execute function remember_deliveries()`,
];
