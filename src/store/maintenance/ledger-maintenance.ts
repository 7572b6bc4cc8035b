import { sql } from 'kysely';
import { PARKED_REPORT_LIFE_MS, REPORT_OVERDUE_MS } from '../../core/policy.ts';
import type { MaintenanceLedger } from '../../flow/ports/maintenance.ts';
import { bumpVersion } from '../cards/bump-version.ts';
import type { Engine } from '../engine/engine.ts';

/** A maintenance that finds more goes on at the next one. */
const MOST_SENDS = 100;

/** Looks only at what is due: an index holds the accepted deliveries that nobody has looked at, the earliest first. */
export function createLedgerMaintenance(engine: Engine): MaintenanceLedger {
  return {
    async markOverdue() {
      let marked = 0;
      while (marked < MOST_SENDS && (await markOne(engine))) marked += 1;
      return marked;
    },
    async dropParked() {
      const { numDeletedRows } = await engine.db
        .deleteFrom('status_events')
        .where(sql<boolean>`delivery_id is null`)
        .where('received_at', '<=', sql<number>`${engine.now} - ${sql.lit(PARKED_REPORT_LIFE_MS)}`)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

/** One send a transaction, so that two processes never wait for each other in a circle. */
function markOne(engine: Engine): Promise<boolean> {
  const isDue = sql<boolean>`status = 'accepted' and overdue_at is null
    and changed_at <= ${engine.now} - ${sql.lit(REPORT_OVERDUE_MS)}`;
  return engine.db.transaction().execute(async (transaction) => {
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
      // Taken in the order in which a round of reports takes them.
      .where(
        sql<boolean>`id in (select id from deliveries where send_id = ${due.send_id} order by id ${engine.rowLock})`,
      )
      .where(isDue)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await bumpVersion(engine, transaction, due.send_id);
    return true;
  });
}
