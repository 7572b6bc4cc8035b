import { sql } from 'kysely';
import type { BatchLedger } from '../../flow/ports/store/deliver-batch.ts';
import type { Engine } from '../engine/engine.ts';
import { isPaused } from './claim-rows.ts';
import type { SendRate } from './send-rate.ts';

/**
 * @returns milliseconds until the first queued batch of any sender that is not full may be claimed; undefined without one, and while
 * sending is paused
 */
export function createUntilNextBatch(engine: Engine, sendRate: SendRate): BatchLedger['untilNextBatch'] {
  return async (fullSenders = []) => {
    const firstQueuedAt = sql<number>`(
      select min(queued_sends.not_before) from queued_sends where queued_sends.sender = send_rates.sender)`;
    const { rows } = await sql<{ wait_ms: number | null }>`
      select min(${engine.greatest(sendRate.claimAgainAt, firstQueuedAt)}) - ${engine.now} as wait_ms
      from send_rates where not ${isPaused(engine)} and not ${engine.isOneOf(sql`send_rates.sender`, fullSenders)} and ${firstQueuedAt} is not null`.execute(
      engine.db,
    );
    const wait = rows[0]?.wait_ms ?? undefined;
    return wait === undefined ? undefined : Math.max(0, wait);
  };
}
