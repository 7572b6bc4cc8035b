import type { Transaction } from 'kysely';
import type { Engine } from '../engine/engine.ts';
import { giveBackQuotas } from '../rules/quotas.ts';
import type { Tables } from '../schema/tables.ts';
import { stopSend } from '../sends/stop-send.ts';

/**
 * Ends a send that was declined or not approved in time, in the caller's transaction, which has locked the line of its sender.
 * What is left of a large one is cancelled later, in pieces.
 */
export async function cancelUnapproved(
  engine: Engine,
  transaction: Transaction<Tables>,
  sendId: string,
  by: string | undefined,
): Promise<void> {
  const cancelled = await stopSend(engine, transaction, { sendId, from: ['held'], by });
  if (cancelled === undefined) throw new Error('A send that waits for approval is not held');
  await giveBackQuotas(engine, transaction, cancelled);
}
