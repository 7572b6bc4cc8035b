import { type Kysely, PostgresAdapter, sql } from 'kysely';

/**
 * Tables are called what they hold: what a person reported of a delivery is a manual report, and a sender has a send rate.
 * With PostgreSQL a deploy has a process of the release before beside this one, so views go by the old names until a later
 * migration drops them. With SQLite there is one process.
 */
export async function usePlainNames(db: Kysely<unknown>): Promise<void> {
  await sql`alter table testimonies rename to manual_reports`.execute(db);
  await sql`alter table paces rename to send_rates`.execute(db);
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return;
  await sql`create view testimonies as select * from manual_reports`.execute(db);
  await sql`create view paces as select * from send_rates`.execute(db);
}
