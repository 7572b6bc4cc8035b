import { sql, type Transaction } from 'kysely';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

/** SQLite cancels so many in some 20 ms, during which the process does nothing else. */
const MAX_ROWS = 250;

/** Why a stopped send is looked at again: rows of it still have to be marked as cancelled. */
export const ROWS_LEFT = 'rows_left';

/**
 * Marks some deliveries of a stopped send as cancelled, with their batches, in the caller's transaction, which has locked the
 * line of its sender. When none is left, the send needs no more of it.
 *
 * @returns how many were cancelled; 0 when none was left
 */
export async function cancelSome(engine: Engine, transaction: Transaction<Tables>, sendId: string): Promise<number> {
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
    return 0;
  }
  const ids = batches.rows.map(({ id }) => id);
  const { numAffectedRows = 0n } = await sql`
    with held as materialized (
      select id, status from deliveries where ${isOneOf(sql`batch_id`, ids)} order by id ${rowLock}
    )
    update deliveries set status = 'cancelled', changed_at = ${now}
    from held where deliveries.id = held.id and held.status = 'queued'`.execute(transaction);
  return Number(numAffectedRows);
}
