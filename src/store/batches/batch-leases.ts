import { type RawBuilder, sql } from 'kysely';
import type { BatchLedger } from '../../flow/ports/deliver-batch.ts';
import type { LeaseLedger } from '../../flow/ports/leases.ts';
import { bumpVersion } from '../cards/bump-version.ts';
import type { Engine } from '../engine/engine.ts';

/** Keeps everything that a worker holds its own for another while. */
export function createRenewLeases(engine: Engine, leaseMs: number): LeaseLedger['renewLeases'] {
  const leaseUntil = sql<number>`${engine.now} + cast(${leaseMs} as integer)`;
  return async (worker) => {
    await engine.db
      .updateTable('batches')
      .set({ lease_until: leaseUntil })
      // Written out: SQLite uses an index of open rows only when it sees the state.
      .where(sql<boolean>`state = 'sending'`)
      .where('worker', '=', worker)
      .execute();
    await engine.db.updateTable('cards').set({ lease_until: leaseUntil }).where('worker', '=', worker).execute();
  };
}

/** Puts a batch back in the queue. Only proof that it never left may lead here. */
export function createRequeueBatch(engine: Engine): BatchLedger['requeueBatch'] {
  return (claim, afterMs) =>
    engine.db.transaction().execute(async (transaction) => {
      const batch = await transaction
        .updateTable('batches')
        .set({
          state: 'queued',
          worker: null,
          lease_until: null,
          not_before: sql`${engine.now} + cast(${Math.ceil(afterMs)} as bigint)`,
        })
        .where('id', '=', claim.batchId)
        .where('fence', '=', claim.fence)
        .where('state', '=', 'sending')
        .returning('send_id')
        .executeTakeFirst();
      if (batch === undefined) return false;
      await transaction
        .updateTable('deliveries')
        .set({ status: 'queued', changed_at: engine.now })
        .where('batch_id', '=', claim.batchId)
        .where(isHeld(engine, claim.batchId))
        .where('status', '=', 'sending')
        .execute();
      await bumpVersion(engine, transaction, batch.send_id);
      return true;
    });
}

/** Takes the deliveries of a batch in the order in which a round of reports does. */
function isHeld({ rowLock }: Engine, batchId: string): RawBuilder<boolean> {
  return sql<boolean>`id in (select id from deliveries where batch_id = ${batchId} order by id ${rowLock})`;
}

/** An expired lease never authorises a second request: the provider could not tell the two apart. */
export function createExpireLeases(engine: Engine): LeaseLedger['expireLeases'] {
  return async () => {
    let expired = 0;
    for (;;) {
      const deliveries = await expireOne(engine);
      if (deliveries === undefined) return expired;
      expired += deliveries;
    }
  };
}

/** One batch a transaction, so that two processes never wait for each other in a circle. */
function expireOne(engine: Engine): Promise<number | undefined> {
  return engine.db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ id: string; send_id: string }>`
      with candidate as materialized (
        select id from batches where state = 'sending' and lease_until <= ${engine.now}
        order by lease_until limit 1 ${engine.claimLock}
      )
      update batches set state = 'lost', worker = null, lease_until = null
      where id = (select id from candidate)
      returning id, send_id`.execute(transaction);
    const batch = rows[0];
    if (batch === undefined) return undefined;
    const { numUpdatedRows } = await transaction
      .updateTable('deliveries')
      .set({ status: 'unknown', failure_reason: 'interrupted', changed_at: engine.now })
      .where('batch_id', '=', batch.id)
      .where(isHeld(engine, batch.id))
      .where('status', '=', 'sending')
      .executeTakeFirst();
    await bumpVersion(engine, transaction, batch.send_id);
    return Number(numUpdatedRows);
  });
}
