import { sql, type Transaction } from 'kysely';
import { DRAFT_LIFE_MS, MAX_SCHEDULE_MS, QUOTA_DAYS_MS } from '../../core/limits.ts';
import type { PlanWriter } from '../../flow/ports/store/lists/plans.ts';
import type { TimedLists } from '../../flow/ports/store/lists/timed-lists.ts';
import { bumpVersion, lockSends } from '../cards/bump-version.ts';
import type { Engine } from '../engine/engine.ts';
import { inPieces } from '../maintenance/pieces.ts';
import { joinQueue, lockQueueOf } from '../queue/send-queue.ts';
import { giveBackQuotas } from '../rules/quotas.ts';
import type { Tables } from '../schema/tables.ts';
import { cancelBatches, lockSomeQueued, ROWS_LEFT } from '../sends/cancel-queued.ts';

/** It cannot be confirmed from here on; its rows are deleted with the next run of `clearRows`. */
export function createDiscardPlan({ db }: Engine): PlanWriter['discard'] {
  return async (planId) => {
    await db
      .updateTable('sends')
      .set({ state: 'discarded' })
      .where('id', '=', planId)
      .where('state', '=', 'planned')
      .execute();
  };
}

/** Clears in pieces, because a list of thousands of rows would take long at once. */
export function createClearRows(engine: Engine): TimedLists['clearRows'] {
  return async (stopped) => {
    await discardExpired(engine);
    await queueForgotten(engine);
    let cleared = 0;
    for (const clear of [cancelPiece, deletePlanPiece, deleteGroupPiece, dropQuotaPiece]) {
      const clearPiece = (maxRows: number) => engine.transact((transaction) => clear(engine, transaction, maxRows));
      cleared += await inPieces(clearPiece, stopped);
    }
    return cleared;
  };
}

/** @returns how many were cleared; undefined when nothing is left to do */
type ClearPiece = (engine: Engine, transaction: Transaction<Tables>, maxRows: number) => Promise<number | undefined>;

/** Locks the plans in the order of their IDs, as a transaction does that changes the send which they repeat. */
async function discardExpired({ db, now, rowLock }: Engine): Promise<void> {
  await sql`
    with held as materialized (
      select id from sends
      where state <> 'sending' and state = 'planned' and created_at <= ${now} - ${sql.lit(DRAFT_LIFE_MS)}
      order by id ${rowLock}
    )
    update sends set state = 'discarded' from held where sends.id = held.id`.execute(db);
}

/** A process of the release before queues batches without a place in line. */
async function queueForgotten(engine: Engine): Promise<void> {
  await joinQueue(
    engine,
    sql<boolean>`sends.id in (
      select batches.send_id from batches
      where batches.state = 'queued' and not exists (
        select 1 from queued_sends where queued_sends.send_id = batches.send_id))`,
  ).execute(engine.db);
}

const cancelPiece: ClearPiece = async (engine, transaction) => {
  const { rows } = await sql<{ id: string }>`
    select id from sends where state <> 'sending' and state = 'stopped' and state_reason = ${sql.lit(ROWS_LEFT)}
    limit 1`.execute(transaction);
  const sendId = rows[0]?.id;
  if (sendId === undefined) return undefined;
  await lockQueueOf(engine, transaction, sendId);
  const batchIds = await lockSomeQueued(engine, transaction, sendId);
  await lockSends(engine, transaction, [sendId]);
  const cancelled = await cancelBatches(engine, transaction, sendId, batchIds);
  await bumpVersion(engine, transaction, sendId);
  await giveBackQuotas(engine, transaction, cancelled);
  return cancelled.length;
};

const deletePlanPiece: ClearPiece = async ({ isOneOf }, transaction, maxRows) => {
  const { rows } = await sql<{ id: string }>`
    select id from sends where state <> 'sending' and state = 'discarded' limit 1`.execute(transaction);
  const sendId = rows[0]?.id;
  if (sendId === undefined) return undefined;
  const batches = await sql<{ id: string }>`
    select id from (
      select id, sum(size) over (order by position) - size as before from (
        select id, size, position from batches where send_id = ${sendId}
        order by position limit ${sql.lit(maxRows)}
      ) as first
    ) as counted where before < ${sql.lit(maxRows)}`.execute(transaction);
  const ids = batches.rows.map(({ id }) => id);
  if (ids.length === 0) {
    await transaction.deleteFrom('lists').where('send_id', '=', sendId).execute();
    await transaction.deleteFrom('sends').where('id', '=', sendId).where('state', '=', 'discarded').execute();
    return 0;
  }
  const { numAffectedRows = 0n } = await sql`
    delete from deliveries where ${isOneOf(sql`batch_id`, ids)}`.execute(transaction);
  await sql`delete from batches where ${isOneOf(sql`id`, ids)}`.execute(transaction);
  return Number(numAffectedRows);
};

/** The days that no send is charged to or given back to any more. */
const dropQuotaPiece: ClearPiece = async ({ now }, transaction, maxRows) => {
  const { rows } = await sql<{ day: string }>`
    select min(day) as day from quota_uses where day < ${dayBefore(await readNow(now, transaction))}`.execute(
    transaction,
  );
  const day = rows[0]?.day ?? undefined;
  if (day === undefined) return undefined;
  const { numAffectedRows = 0n } = await sql`
    delete from quota_uses where (scope, subject, day) in (
      select scope, subject, day from quota_uses where day = ${day}
      order by scope, subject limit ${sql.lit(maxRows)})`.execute(transaction);
  return Number(numAffectedRows);
};

async function readNow(now: Engine['now'], transaction: Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${now} as now`.execute(transaction);
  return rows[0]?.now ?? 0;
}

/** A list may wait so long for its time, and is given back to the day on which it was confirmed. */
function dayBefore(now: number): string {
  return new Date(now - MAX_SCHEDULE_MS - QUOTA_DAYS_MS).toISOString().slice(0, 10);
}

/** Locks the group: of two processes that would delete the same rows, the second finds none of them, though others are left. */
const deleteGroupPiece: ClearPiece = async ({ now, rowLock }, transaction, maxRows) => {
  const { rows } = await sql<{ id: string }>`
    select id from recipient_groups where expires_at <= ${now} limit 1 ${rowLock}`.execute(transaction);
  const groupId = rows[0]?.id;
  if (groupId === undefined) return undefined;
  const { numAffectedRows = 0n } = await sql`
    delete from group_rows where group_id = ${groupId} and position in (
      select position from group_rows where group_id = ${groupId}
      order by position limit ${sql.lit(maxRows)})`.execute(transaction);
  if (numAffectedRows === 0n) await transaction.deleteFrom('recipient_groups').where('id', '=', groupId).execute();
  return Number(numAffectedRows);
};
