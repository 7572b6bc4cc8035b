import type { Transaction } from 'kysely';
import type { Engine, RaisedSend } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

type Raising = Pick<Engine, 'raiseVersions'>;

/**
 * Raises the version of each send once and has its cards show it: the last part of every transaction that changes what
 * cards say, because the rows of sends are what most writers meet at.
 */
export async function touchSends(
  engine: Raising,
  transaction: Transaction<Tables>,
  sendIds: readonly string[],
): Promise<ReadonlyMap<string, RaisedSend>> {
  if (sendIds.length === 0) return new Map();
  const sends = await engine.raiseVersions(transaction, sendIds);
  return new Map(sends.map((send) => [send.id, send]));
}

export async function touchSend(
  engine: Raising,
  transaction: Transaction<Tables>,
  sendId: string,
): Promise<RaisedSend> {
  const send = (await touchSends(engine, transaction, [sendId])).get(sendId);
  if (send === undefined) throw new Error('A delivery without its send');
  return send;
}
