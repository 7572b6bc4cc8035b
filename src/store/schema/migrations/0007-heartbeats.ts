import { type Kysely, sql } from 'kysely';

/** One row that every process writes every few seconds, to see whether the ledger can be written. */
export async function addHeartbeats(db: Kysely<unknown>): Promise<void> {
  await sql`create table heartbeats (id integer primary key check (id = 1), beat_at bigint not null)`.execute(db);
}
