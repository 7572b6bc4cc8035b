import type { Transaction } from 'kysely';
import type { Engine, RaisedSend } from './engine.ts';
import type { Tables } from './tables.ts';

/** Raises the send's version and has its cards show it: part of every transaction that changes what a card says. */
export async function touchSend(
  engine: Pick<Engine, 'raiseVersion'>,
  transaction: Transaction<Tables>,
  sendId: string,
): Promise<RaisedSend> {
  const send = await engine.raiseVersion(transaction, sendId);
  if (send === undefined) throw new Error('A delivery without its send');
  return send;
}
