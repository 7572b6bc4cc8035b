import { setTimeout as pause } from 'node:timers/promises';
import { sqliteCodeOf } from './error-code.ts';

/** SQLite's primary result code when another connection holds the lock: https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;
const MAX_WAIT_MS = 5000;
const MIN_PAUSE_MS = 1;
const PAUSE_SPREAD_MS = 5;

/**
 * Runs it again, for up to five seconds, while another process holds SQLite's lock. SQLite's own waiting would block the whole
 * process, and Slack's requests with it. A statement that failed as busy changed nothing, so it may run again.
 *
 * @throws SQLite's error when the lock is still held after that, or on any other error
 */
export async function retryBusy<Value>(run: () => Value | Promise<Value>): Promise<Value> {
  const giveUpAt = performance.now() + MAX_WAIT_MS;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (sqliteCodeOf(error) !== SQLITE_BUSY || performance.now() > giveUpAt) throw error;
    }
    await pause(MIN_PAUSE_MS + Math.random() * PAUSE_SPREAD_MS);
  }
}
