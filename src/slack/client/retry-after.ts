import { MAX_RETRY_AFTER_MS } from '../../core/limits.ts';

const MIN_MS = 1_000;

/**
 * How long a `Retry-After` asks to wait: one second to 15 minutes, whatever it says.
 *
 * @param seconds as the header gives them.
 * @returns milliseconds; undefined for what is not a time, such as NaN or a negative number.
 */
export function retryAfterMs(seconds: number): number | undefined {
  return seconds >= 0 ? Math.min(Math.max(seconds * 1_000, MIN_MS), MAX_RETRY_AFTER_MS) : undefined;
}
