import { type Kysely, sql } from 'kysely';

/**
 * Repeats are found by whom they went to, so nothing asks for what was said any more. And nothing asks when a number's delivery
 * changed, so a change of its status need not be written into that index.
 */
export async function askByRecipient(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'drop index sends_by_content',
  'drop index batches_by_content',
  'drop index deliveries_by_recipient_key',
  'create index deliveries_by_recipient_key on deliveries (recipient_key) where recipient_key is not null',
];
