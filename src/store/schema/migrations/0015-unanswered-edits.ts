import { type Kysely, sql } from 'kysely';

/** Whether Slack may still make an earlier edit of a card over what it shows now. */
export async function addUnansweredEdits(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table cards add column unanswered integer not null default 0').execute(db);
}
