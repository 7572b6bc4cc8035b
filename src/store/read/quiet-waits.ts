import { sql } from 'kysely';
import type { QuietWait } from '../../core/rules/quiet-wait.ts';
import type { Engine } from '../engine/engine.ts';
import { isQuiet } from '../queue/quiet-batches.ts';
import { mayLeave } from '../queue/send-queue.ts';

/** Reads what of a send would leave if it was not for quiet hours: what waits for a person's yes does not count. */
export function createReadQuietWaits(engine: Engine): (sendId: string) => Promise<readonly QuietWait[]> {
  return async (sendId) => {
    const { rows } = await sql<{ region: string | null; messages: number; until: number }>`
      select region, cast(sum(size) as integer) as messages, min(batches.not_before) as until
      from queued_sends join batches on ${mayLeave('batches', 'queued_sends')}
      where queued_sends.send_id = ${sendId} and ${isQuiet(engine)}
      group by region order by region`.execute(engine.db);
    return rows.map(({ region, messages, until }) => ({
      region: region ?? undefined,
      messages,
      until: new Date(until),
    }));
  };
}
