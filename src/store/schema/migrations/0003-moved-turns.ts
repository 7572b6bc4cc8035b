import { type Kysely, sql } from 'kysely';

/** How far the slots of a sender were moved, so that processes which were late together moved them once. 0005 undoes it. */
export async function addMovedTurns(db: Kysely<unknown>): Promise<void> {
  await sql`alter table paces add column moved_us bigint not null default 0`.execute(db);
}
