import { sql, type Transaction } from 'kysely';
import type { BumpedSend, Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

type Bumping = Pick<Engine, 'bumpSendVersions'>;

/**
 * Raises the version of each send by one, so that its cards show it. The last step of a transaction that changes what cards
 * say, because most writers wait for each other at the rows of sends.
 *
 * @returns the sends by ID
 */
export async function bumpVersions(
  engine: Bumping,
  transaction: Transaction<Tables>,
  sendIds: readonly string[],
): Promise<ReadonlyMap<string, BumpedSend>> {
  if (sendIds.length === 0) return new Map();
  const sends = await engine.bumpSendVersions(transaction, sendIds);
  return new Map(sends.map((send) => [send.id, send]));
}

/**
 * Locks the sends whose versions `bumpVersions` would raise, in the order of their IDs: for a transaction that changes one of them
 * before that.
 */
export async function lockSends(
  { isOneOf, rowLock }: Pick<Engine, 'isOneOf' | 'rowLock'>,
  transaction: Transaction<Tables>,
  sendIds: readonly string[],
): Promise<void> {
  await sql`
    select id from sends where ${isOneOf(sql`id`, sendIds)} or ${isOneOf(sql`parent_id`, sendIds)}
    order by id ${rowLock}`.execute(transaction);
}

/** Raises the version of one send, as `bumpVersions` does. Throws when there is no such send. */
export async function bumpVersion(
  engine: Bumping,
  transaction: Transaction<Tables>,
  sendId: string,
): Promise<BumpedSend> {
  const send = (await bumpVersions(engine, transaction, [sendId])).get(sendId);
  if (send === undefined) throw new Error('A delivery without its send');
  return send;
}
