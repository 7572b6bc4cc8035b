import { type Kysely, sql } from 'kysely';

/** Recipients whose delivery is unknown are looked for before every send, however old it is; there are few of them. */
export async function indexUnknown(db: Kysely<unknown>): Promise<void> {
  await sql`create index deliveries_unknown on deliveries (recipient, status) where status = 'unknown'`.execute(db);
}
