import { sql } from 'kysely';
import type { ManualReports } from '../../flow/ports/store/lookup.ts';
import type { Engine } from '../engine/engine.ts';

/** Not `status = 'unknown'`: the index of statuses would then be searched, which has the unknown deliveries of all sends. */
const IS_UNKNOWN = sql<boolean>`case status when 'unknown' then 1 else 0 end = 1`;

/**
 * Saves what a person reported of deliveries. One statement decides: only a delivery that is `unknown` takes a manual report,
 * and only the first. The same transaction raises the send's version.
 */
export function createAddManualReports(engine: Engine): ManualReports['addManualReports'] {
  return ({ about, actorId, said, sendId }) => {
    const isMeant =
      about.kind === 'these'
        ? engine.isOneOf(sql`id`, about.deliveryIds)
        : sql<boolean>`changed_at <= ${about.asOf.getTime()}`;
    return engine.transact(async (transaction) => {
      const { numAffectedRows = 0n } = await sql`
        insert into manual_reports (delivery_id, said, actor_id, said_at)
        select id, cast(${said} as text), cast(${actorId} as text), ${engine.now} from deliveries
        where send_id = ${sendId} and ${IS_UNKNOWN} and ${isMeant}
        order by id
        on conflict (delivery_id) do nothing`.execute(transaction);
      if (numAffectedRows > 0n) await engine.bumpSendVersions(transaction, [sendId]);
      return Number(numAffectedRows);
    });
  };
}
