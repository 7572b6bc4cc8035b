import { type Kysely, sql } from 'kysely';

/** People ask what was sent to a number. IDs of sends grow with time, so the latest come first without sorting. */
export async function findByRecipient(db: Kysely<unknown>): Promise<void> {
  await sql`create index deliveries_by_recipient on deliveries (recipient, send_id)`.execute(db);
}
