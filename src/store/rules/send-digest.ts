import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/**
 * A hash of what leaves and to whom, from the rows that the claim reads: the sender, and for each request its message and its
 * recipients. It is the same as long as these are, whatever became of them.
 *
 * @returns undefined when there is no such send
 */
export async function findSendDigest(db: Kysely<Tables>, sendId: string): Promise<string | undefined> {
  const send = await db.selectFrom('sends').select(['sender', 'message']).where('id', '=', sendId).executeTakeFirst();
  if (send === undefined) return undefined;
  const batches = await db
    .selectFrom('batches')
    .select(['id', 'message'])
    .where('send_id', '=', sendId)
    .orderBy('position')
    .execute();
  const deliveries = await db
    .selectFrom('deliveries')
    .select(['batch_id', 'recipient'])
    .where('send_id', '=', sendId)
    .orderBy('position')
    .execute();
  const recipients = Map.groupBy(deliveries, ({ batch_id }) => batch_id);
  const hash = createHash('sha256').update(`send\n${send.sender}\n`);
  for (const { id, message } of batches) {
    const numbers = (recipients.get(id) ?? []).map(({ recipient }) => recipient);
    // JSON of both, so that no text can stand for another one.
    hash.update(`${JSON.stringify([message ?? send.message, numbers])}\n`);
  }
  return hash.digest('base64url');
}
