import { type Kysely, sql } from 'kysely';

/** Slots stay where they were booked: a message that misses its slot books a new one, so 0003's column has no use. */
export async function dropMovedTurns(db: Kysely<unknown>): Promise<void> {
  await sql`alter table paces drop column moved_us`.execute(db);
}
