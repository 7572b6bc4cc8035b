import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { CancelReason } from '../../core/send/delivery/cancel-reason.ts';
import type { Engine } from '../engine/engine.ts';
import type { QuotaDelivery } from '../rules/quotas.ts';
import type { Tables } from '../schema/tables.ts';

/** SQLite cancels so many in some 20 ms, during which the process does nothing else. */
const MAX_ROWS = 250;

/** Not `status = 'queued'`: the index of statuses would then be searched, which has what waits of all sends. */
const IS_QUEUED = sql<boolean>`case status when 'queued' then 1 else 0 end = 1`;

/** Why a stopped send is looked at again: rows of it still have to be marked as cancelled. */
export const ROWS_LEFT = 'rows_left';

/** Why deliveries of a stopped send are cancelled. */
export function stopReason(sendId: string): RawBuilder<CancelReason> {
  return sql<CancelReason>`coalesce((
    select state from approval_requests where send_id = ${sendId} and state in ('declined', 'expired')), 'stopped')`;
}

/**
 * Locks the next batches of a send that wait, with their deliveries, in the caller's transaction, which has locked the line of its
 * sender.
 *
 * @returns the IDs of the batches, for `cancelBatches`
 */
export async function lockSomeQueued(
  { isOneOf, rowLock }: Engine,
  transaction: Transaction<Tables>,
  sendId: string,
): Promise<readonly string[]> {
  const batches = await sql<{ id: string }>`
    select id from batches where state = 'queued' and id in (
      select id from (
        select id, sum(size) over (order by not_before, position) - size as before from (
          select id, size, not_before, position from batches
          where send_id = ${sendId} and state = 'queued'
          order by not_before, position limit ${sql.lit(MAX_ROWS)}
        ) as first
      ) as counted where before < ${sql.lit(MAX_ROWS)})
    order by id ${rowLock}`.execute(transaction);
  const ids = batches.rows.map(({ id }) => id);
  if (ids.length > 0)
    await sql`
      select id from deliveries where ${isOneOf(sql`batch_id`, ids)} order by id ${rowLock}`.execute(transaction);
  return ids;
}

/**
 * Marks what waits in these batches of a stopped send as cancelled. When there are none, the send needs no more of it.
 *
 * @param batchIds what `lockSomeQueued` gave in this transaction
 * @returns those that were cancelled, whose quotas the caller gives back last of all
 */
export async function cancelBatches(
  { isOneOf, now }: Engine,
  transaction: Transaction<Tables>,
  sendId: string,
  batchIds: readonly string[],
): Promise<readonly QuotaDelivery[]> {
  if (batchIds.length === 0) {
    await sql`update sends set state_reason = null where id = ${sendId} and state = 'stopped'`.execute(transaction);
    return [];
  }
  await sql`
    update batches set state = 'done', fence = fence + 1 where ${isOneOf(sql`id`, batchIds)}`.execute(transaction);
  const cancelled = await sql<QuotaDelivery>`
    update deliveries set status = 'cancelled', cancel_reason = ${stopReason(sendId)}, changed_at = ${now}
    where ${isOneOf(sql`batch_id`, batchIds)} and ${IS_QUEUED}
    returning send_id, recipient_key`.execute(transaction);
  return cancelled.rows;
}
