import { sql } from 'kysely';
import { PARKED_REPORT_LIFE_MS, REPORT_OVERDUE_MS } from '../../core/limits.ts';
import type { MaintenanceLedger } from '../../flow/ports/store/maintenance.ts';
import { bumpVersion } from '../cards/bump-version.ts';
import type { Engine } from '../engine/engine.ts';
import { inPieces } from './pieces.ts';

/** A run that finds more goes on at the next one. */
const MAX_SENDS = 100;

/** What the passing of time makes due; every process runs it, and each piece is a transaction of its own. */
export function createLedgerMaintenance(engine: Engine): MaintenanceLedger {
  return {
    async markOverdue() {
      let marked = 0;
      while (marked < MAX_SENDS && (await markOne(engine))) marked += 1;
      return marked;
    },
    dropParked: (stopped) => inPieces((maxRows) => dropOnePiece(engine, maxRows), stopped),
  };
}

/**
 * Marks the overdue deliveries of one send. The transaction locks them in the order of their IDs, then the send; one send a
 * transaction, so that two processes never wait for each other in a circle.
 *
 * @returns false when nothing is overdue
 */
function markOne(engine: Engine): Promise<boolean> {
  const isDue = sql<boolean>`status = 'accepted' and overdue_at is null
    and changed_at <= ${engine.now} - ${sql.lit(REPORT_OVERDUE_MS)}`;
  return engine.transact(async (transaction) => {
    const due = await transaction
      .selectFrom('deliveries')
      .select('send_id')
      .where(isDue)
      .orderBy('changed_at')
      .limit(1)
      .executeTakeFirst();
    if (due === undefined) return false;
    const { numUpdatedRows } = await transaction
      .updateTable('deliveries')
      .set({ overdue_at: engine.now })
      .where('send_id', '=', due.send_id)
      // Locked in the order in which a transaction of reports locks them.
      .where(
        sql<boolean>`id in (select id from deliveries where send_id = ${due.send_id} order by id ${engine.rowLock})`,
      )
      .where(isDue)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await bumpVersion(engine, transaction, due.send_id);
    return true;
  });
}

/**
 * Deletes the oldest of the parked reports that are too old, in a transaction of its own; rows that another process has locked
 * are left to it.
 *
 * @returns how many were deleted; undefined when there were none
 */
function dropOnePiece(engine: Engine, maxRows: number): Promise<number | undefined> {
  const { now, claimLock, readInOrder } = engine;
  return engine.transact(async (transaction) => {
    await readInOrder.execute(transaction);
    const { numAffectedRows = 0n } = await sql`
      delete from status_events where id in (
        select id from status_events where delivery_id is null and received_at <= ${now} - ${sql.lit(PARKED_REPORT_LIFE_MS)}
        order by received_at limit ${sql.lit(maxRows)} ${claimLock}
      )`.execute(transaction);
    return numAffectedRows === 0n ? undefined : Number(numAffectedRows);
  });
}
