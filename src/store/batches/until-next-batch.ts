import { sql } from 'kysely';
import type { BatchLedger } from '../../flow/ports/deliver-batch.ts';
import { coalesce } from '../coalesce/coalesce.ts';
import type { Engine } from '../engine/engine.ts';
import { isPaused } from './claim-rows.ts';
import type { SendRate } from './send-rate.ts';

const MAX_CALLERS = 64;

/** Milliseconds until the first queued batch of any sender that is not paused may be claimed; one look for all who ask. */
export function createUntilNextBatch(engine: Engine, sendRate: SendRate): BatchLedger['untilNextBatch'] {
  const lookTogether = coalesce({ maxCalls: MAX_CALLERS }, async (callers: readonly undefined[]) => {
    const wait = await look(engine, sendRate);
    return callers.map(() => wait);
  });
  return () => lookTogether(undefined);
}

async function look(engine: Engine, sendRate: SendRate): Promise<number | undefined> {
  const firstQueued = sql<number>`(
    select min(batches.not_before) from batches
    where batches.sender = paces.sender and batches.state = 'queued')`;
  const { rows } = await sql<{ wait_ms: number | null }>`
    select min(${engine.greatest(sendRate.askAgainAt, firstQueued)}) - ${engine.now} as wait_ms
    from paces where not ${isPaused(engine)} and ${firstQueued} is not null`.execute(engine.db);
  const wait = rows[0]?.wait_ms ?? undefined;
  return wait === undefined ? undefined : Math.max(0, wait);
}
