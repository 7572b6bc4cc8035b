import type { Transaction } from 'kysely';
import type { BumpedSend, Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

type Bumping = Pick<Engine, 'bumpSendVersions'>;

/**
 * Raises the version of each send once and has its cards show it: the last part of every transaction that changes what
 * cards say, because the rows of sends are what most writers meet at.
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

export async function bumpVersion(
  engine: Bumping,
  transaction: Transaction<Tables>,
  sendId: string,
): Promise<BumpedSend> {
  const send = (await bumpVersions(engine, transaction, [sendId])).get(sendId);
  if (send === undefined) throw new Error('A delivery without its send');
  return send;
}
