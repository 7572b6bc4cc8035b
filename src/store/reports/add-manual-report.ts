import { sql } from 'kysely';
import type { ManualReports } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * Saves what a person reported of a delivery. One statement decides: only a delivery that is `unknown` takes a manual report,
 * and only the first. The same transaction raises the send's version.
 *
 * @returns false when it was not taken
 */
export function createAddManualReport(engine: Engine): ManualReports['addManualReport'] {
  return ({ sendId, deliveryId, said, actorId }) =>
    engine.db.transaction().execute(async (transaction) => {
      const { numAffectedRows = 0n } = await sql`
        insert into manual_reports (delivery_id, said, actor_id, said_at)
        select id, cast(${said} as text), cast(${actorId} as text), ${engine.now} from deliveries
        where id = ${deliveryId} and send_id = ${sendId} and status = 'unknown'
        on conflict (delivery_id) do nothing`.execute(transaction);
      if (numAffectedRows === 0n) return false;
      await engine.bumpSendVersions(transaction, [sendId]);
      return true;
    });
}
