import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { CancelReason } from '../../core/send/delivery/cancel-reason.ts';
import type { Engine } from '../engine/engine.ts';
import type { QuotaDelivery } from '../rules/quotas.ts';
import type { Tables } from '../schema/tables.ts';

/** SQLite cancels so many in some 20 ms, during which the process does nothing else. */
const MAX_ROWS = 250;

/** Why a stopped send is looked at again: rows of it still have to be marked as cancelled. */
export const ROWS_LEFT = 'rows_left';

/** Why deliveries of a stopped send are cancelled. */
export function stopReason(sendId: string): RawBuilder<CancelReason> {
  return sql<CancelReason>`coalesce((
    select state from approval_requests where send_id = ${sendId} and state in ('declined', 'expired')), 'stopped')`;
}

/**
 * Marks some deliveries of a stopped send as cancelled, with their batches, in the caller's transaction, which has locked the
 * line of its sender. When none is left, the send needs no more of it.
 *
 * @returns those that were cancelled, whose quotas the caller gives back last of all; none when none was left
 */
export async function cancelSome(
  engine: Engine,
  transaction: Transaction<Tables>,
  sendId: string,
): Promise<readonly QuotaDelivery[]> {
  const { isOneOf, now, rowLock } = engine;
  const batches = await sql<{ id: string }>`
    update batches set state = 'done', fence = fence + 1
    where state = 'queued' and id in (
      select id from (
        select id, sum(size) over (order by not_before, position) - size as before from (
          select id, size, not_before, position from batches
          where send_id = ${sendId} and state = 'queued'
          order by not_before, position limit ${sql.lit(MAX_ROWS)}
        ) as first
      ) as counted where before < ${sql.lit(MAX_ROWS)})
    returning id`.execute(transaction);
  if (batches.rows.length === 0) {
    await sql`update sends set state_reason = null where id = ${sendId} and state = 'stopped'`.execute(transaction);
    return [];
  }
  const ids = batches.rows.map(({ id }) => id);
  const cancelled = await sql<QuotaDelivery>`
    with held as materialized (
      select id, status from deliveries where ${isOneOf(sql`batch_id`, ids)} order by id ${rowLock}
    )
    update deliveries set status = 'cancelled', cancel_reason = ${stopReason(sendId)}, changed_at = ${now}
    from held where deliveries.id = held.id and held.status = 'queued'
    returning deliveries.send_id, deliveries.recipient_key`.execute(transaction);
  return cancelled.rows;
}
