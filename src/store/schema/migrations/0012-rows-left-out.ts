import { type Kysely, sql } from 'kysely';

/** How many rows of its sheet a person left out of a list, for its card. */
export async function countRowsLeftOut(db: Kysely<unknown>): Promise<void> {
  await sql`alter table lists add column rows_left_out integer not null default 0`.execute(db);
}
