import { type Kysely, PostgresAdapter, sql } from 'kysely';
import { isOwnChange } from './0002-records.ts';

/**
 * PostgreSQL called the history's function for every row, and looked for the row's delivery again. It is called once a
 * statement now, and a row of history needs no proof of its delivery: only the change itself writes it. The tables are locked
 * in the order in which responses reach them. Joins in loops are off, because they take seconds for thousands of rows.
 * SQLite has only triggers for each row, and keeps its own.
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
    where ${isOwnChange('earlier', 'later')};
    return null;
  end $$`,
  `create trigger deliveries_remembered after update on deliveries
    referencing old table as earlier new table as later for each statement execute function remember_deliveries()`,
];
