import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { WaitingCanceller } from '../../flow/ports/store/cancel-waiting.ts';
import { bumpVersion } from '../cards/bump-version.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';
import { leaveQueue, lockQueueOf } from './send-queue.ts';

/**
 * Closes the batches of a send that nobody has claimed, and cancels their deliveries. One statement decides: a batch that is
 * claimed at the same time is either closed before, and then nobody claims it, or it is being sent and stays. The new fence
 * makes sure that no earlier claim of the batch can write. Locks the sender's line, then batches, deliveries and the send.
 */
export function createCancelWaiting(engine: Engine): WaitingCanceller['cancelWaiting'] {
  return (sendId, by) =>
    engine.db.transaction().execute(async (transaction) => {
      await lockQueueOf(engine, transaction, sendId);
      const closed = await transaction
        .updateTable('batches')
        .set({ state: 'done', fence: sql`fence + 1` })
        .where('send_id', '=', sendId)
        .where(sql<boolean>`state = 'queued'`)
        .returning('id')
        .execute();
      if (closed.length === 0) return 0;
      await leaveQueue(sendId).execute(transaction);
      const cancelled = await cancelDeliveries(
        engine,
        transaction,
        closed.map(({ id }) => id),
      );
      if (cancelled === 0) return 0;
      await sql`
        insert into cancellations (send_id, actor_id, cancelled_at, on_their_way)
        select cast(${sendId} as text), cast(${by} as text), ${engine.now}, count(*) from deliveries
        where send_id = ${sendId} and status = 'sending'
        on conflict (send_id) do nothing`.execute(transaction);
      await bumpVersion(engine, transaction, sendId);
      return cancelled;
    });
}

async function cancelDeliveries(
  engine: Engine,
  transaction: Transaction<Tables>,
  batchIds: readonly string[],
): Promise<number> {
  const isInBatches: RawBuilder<boolean> = engine.isOneOf(sql`batch_id`, batchIds);
  const { numAffectedRows = 0n } = await sql`
    update deliveries set status = 'cancelled', changed_at = ${engine.now}
    where id in (select id from deliveries where ${isInBatches} order by id ${engine.rowLock}) and status = 'queued'`.execute(
    transaction,
  );
  return Number(numAffectedRows);
}
