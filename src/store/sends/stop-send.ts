import type { Transaction } from 'kysely';
import type { SendState } from '../../core/send/send-state.ts';
import type { Engine } from '../engine/engine.ts';
import { lockQueueOf } from '../queue/send-queue.ts';
import type { QuotaDelivery } from '../rules/quotas.ts';
import type { Tables } from '../schema/tables.ts';
import { cancelBatches, lockSomeQueued, ROWS_LEFT } from './cancel-queued.ts';
import { changeState } from './change-state.ts';

interface Stop {
  readonly sendId: string;
  readonly from: readonly SendState[];
  readonly by: string | undefined;
}

/**
 * Stops a send for good and marks the first of its rows as cancelled, in the caller's transaction; those of a large one follow
 * in pieces, and can be claimed no more from here on. Locks the sender's line, then batches, deliveries and the send.
 *
 * @returns those that were cancelled, whose quotas the caller gives back last of all; undefined when the send is in no state of
 * `from`, or has nothing left, and nothing changed
 */
export async function stopSend(
  engine: Engine,
  transaction: Transaction<Tables>,
  stop: Stop,
): Promise<readonly QuotaDelivery[] | undefined> {
  if (!(await lockQueueOf(engine, transaction, stop.sendId))) return undefined;
  const batchIds = await lockSomeQueued(engine, transaction, stop.sendId);
  const isNew = await changeState(engine, transaction, { ...stop, to: 'stopped', reason: ROWS_LEFT });
  return isNew ? cancelBatches(engine, transaction, stop.sendId, batchIds) : undefined;
}
