import { setTimeout as pause } from 'node:timers/promises';
import { sqliteCodeOf } from './error-code.ts';

const BUSY = 5;
const LONGEST_WAIT_MS = 5000;
const SHORTEST_PAUSE_MS = 1;
const PAUSE_SPREAD_MS = 5;

/**
 * Waits while another process writes. SQLite's own waiting would hold up the whole process, and Slack's requests with
 * it. What failed as busy has changed nothing, so it may be run again.
 */
export async function whenFree<Value>(run: () => Value | Promise<Value>): Promise<Value> {
  const giveUpAt = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (sqliteCodeOf(error) !== BUSY || performance.now() > giveUpAt) throw error;
    }
    await pause(SHORTEST_PAUSE_MS + Math.random() * PAUSE_SPREAD_MS);
  }
}
