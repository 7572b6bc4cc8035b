import { sql, type Transaction } from 'kysely';
import type { Engine } from './engine.ts';
import type { Tables } from './tables.ts';

/** Raises the send's version and has its cards show it: part of every transaction that changes what a card says. */
export async function touchSend(
  { now }: Pick<Engine, 'now'>,
  transaction: Transaction<Tables>,
  sendId: string,
): Promise<void> {
  const { version } = await transaction
    .updateTable('sends')
    .set({ version: sql`version + 1` })
    .where('id', '=', sendId)
    .returning('version')
    .executeTakeFirstOrThrow();
  await transaction
    .updateTable('cards')
    .set({
      wanted_version: version,
      behind_since: sql`case when shown_version < wanted_version then behind_since else ${now} end`,
    })
    .where('send_id', '=', sendId)
    .execute();
}
