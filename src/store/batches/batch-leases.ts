import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { CancelReason } from '../../core/send/delivery/cancel-reason.ts';
import type { SendState } from '../../core/send/send-state.ts';
import type { BatchClaim, BatchLedger } from '../../flow/ports/store/deliver-batch.ts';
import type { LeaseLedger } from '../../flow/ports/store/leases.ts';
import { bumpVersion, lockSends } from '../cards/bump-version.ts';
import { updateCards } from '../cards/card-rows.ts';
import type { Engine } from '../engine/engine.ts';
import { joinQueue, lockQueueOf } from '../queue/send-queue.ts';
import { giveBackQuotas, type QuotaDelivery } from '../rules/quotas.ts';
import type { Tables } from '../schema/tables.ts';
import { stopReason } from '../sends/cancel-queued.ts';

/**
 * Renews all leases of these workers, of batches, of cards and of replies that are being posted, each kind in a statement of its own.
 * Batches are locked in the order of their IDs, as when they are settled, cards after their sends, and threads in the order of theirs.
 */
export function createRenewLeases(engine: Engine, leaseMs: number): LeaseLedger['renewLeases'] {
  const leaseUntil = sql<number>`${engine.now} + cast(${leaseMs} as integer)`;
  return async (workers) => {
    const isTheirs = engine.isOneOf(sql`worker`, workers);
    // The state is written out: SQLite uses an index of open rows only when it sees it. Ordered by a bare ID it would go
    // through all batches.
    await sql`
      with held as materialized (
        select id from batches where state = 'sending' and ${isTheirs} order by id || '' ${engine.rowLock}
      )
      update batches set lease_until = ${leaseUntil} from held where batches.id = held.id`.execute(engine.db);
    const isTheirCard = sql<boolean>`worker is not null and ${isTheirs}`;
    await updateCards(engine, sql`lease_until = ${leaseUntil}`, isTheirCard).execute(engine.db);
    await sql`
      with held as materialized (
        select send_id from reply_threads where waiting > 0 and ${isTheirs} order by send_id || '' ${engine.rowLock}
      )
      update reply_threads set lease_until = ${leaseUntil} from held where reply_threads.send_id = held.send_id`.execute(
      engine.db,
    );
  };
}

/**
 * Puts a batch back in the queue; only proof that no byte of its request left may lead here. That of a send which was stopped
 * meanwhile is cancelled. One transaction locks the sender's line, then the batch, its deliveries and the send.
 *
 * @returns false when the fence is not the batch's any more, or its lease ended, and nothing changed
 */
export function createRequeueBatch(engine: Engine): BatchLedger['requeueBatch'] {
  return (claim, afterMs) =>
    engine.transact(async (transaction) => {
      const send = await findSendOf(engine, transaction, claim.batchId);
      return send !== undefined && requeue(engine, transaction, { claim, send, afterMs });
    });
}

interface Requeued {
  readonly claim: BatchClaim;
  readonly send: { readonly id: string; readonly state: SendState };
  readonly afterMs: number;
}

async function requeue(
  engine: Engine,
  transaction: Transaction<Tables>,
  { claim, send, afterMs }: Requeued,
): Promise<boolean> {
  const isStopped = send.state === 'stopped';
  const state = isStopped ? 'done' : 'queued';
  if (!(await releaseBatch(engine, transaction, claim, { state, afterMs }))) return false;
  const cancelled = isStopped ? stopReason(send.id) : undefined;
  const back = await releaseDeliveries(engine, transaction, claim.batchId, cancelled);
  if (isStopped) {
    await lockSends(engine, transaction, [send.id]);
    await lessOnTheirWay(transaction, send.id, back.length);
  }
  await joinQueue(engine, sql<boolean>`sends.id = ${send.id}`).execute(transaction);
  await bumpVersion(engine, transaction, send.id);
  if (isStopped) await giveBackQuotas(engine, transaction, back);
  return true;
}

/** @returns false when the fence is not the batch's any more, or its lease ended */
async function releaseBatch(
  { now }: Engine,
  transaction: Transaction<Tables>,
  { batchId, fence }: BatchClaim,
  { state, afterMs }: { readonly state: 'done' | 'queued'; readonly afterMs: number },
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('batches')
    .set({
      state,
      worker: null,
      lease_until: null,
      not_before: sql`${now} + cast(${Math.ceil(afterMs)} as bigint)`,
    })
    .where('id', '=', batchId)
    .where('fence', '=', fence)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** @param cancelled why they are cancelled; left out, they wait again */
function releaseDeliveries(
  engine: Engine,
  transaction: Transaction<Tables>,
  batchId: string,
  cancelled: RawBuilder<CancelReason> | undefined,
): Promise<readonly QuotaDelivery[]> {
  return transaction
    .updateTable('deliveries')
    .set({
      status: cancelled === undefined ? 'queued' : 'cancelled',
      ...(cancelled !== undefined && { cancel_reason: cancelled }),
      changed_at: engine.now,
    })
    .where('batch_id', '=', batchId)
    .where(isLockedInOrder(engine, batchId))
    .where('status', '=', 'sending')
    .returning(['send_id', 'recipient_key'])
    .execute();
}

/** What came back after all had not left, so a card counts it there. */
async function lessOnTheirWay(transaction: Transaction<Tables>, sendId: string, count: number): Promise<void> {
  await transaction
    .updateTable('sends')
    .set({ on_their_way: sql`on_their_way - cast(${count} as integer)` })
    .where('id', '=', sendId)
    .execute();
}

/** @returns the batch's send, which cannot be stopped or paused until the transaction ends */
async function findSendOf(
  engine: Engine,
  transaction: Transaction<Tables>,
  batchId: string,
): Promise<{ readonly id: string; readonly state: SendState } | undefined> {
  const batch = await transaction.selectFrom('batches').select('send_id').where('id', '=', batchId).executeTakeFirst();
  if (batch === undefined) return undefined;
  await lockQueueOf(engine, transaction, batch.send_id);
  return transaction.selectFrom('sends').select(['id', 'state']).where('id', '=', batch.send_id).executeTakeFirst();
}

/** A condition that locks the deliveries of a batch in the order of their IDs, as a transaction of reports does. */
function isLockedInOrder({ rowLock }: Engine, batchId: string): RawBuilder<boolean> {
  return sql<boolean>`id in (select id from deliveries where batch_id = ${batchId} order by id ${rowLock})`;
}

/**
 * Ends the leases that were not renewed: their deliveries become `unknown`, because an expired lease never allows a second
 * request. One batch a transaction, which locks the batch, then its deliveries, then the send; a batch that another process
 * has locked is left to it.
 *
 * @returns how many deliveries became `unknown`
 */
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

/** @returns how many deliveries of one batch became `unknown`; undefined when no lease is left that has ended */
function expireOne(engine: Engine): Promise<number | undefined> {
  return engine.transact(async (transaction) => {
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
      .where(isLockedInOrder(engine, batch.id))
      .where('status', '=', 'sending')
      .executeTakeFirst();
    await bumpVersion(engine, transaction, batch.send_id);
    return Number(numUpdatedRows);
  });
}
