import { MAX_REQUEST_ATTEMPTS, MAX_RETRY_AFTER_MS, REQUEST_BACKOFF_MS } from '../../limits.ts';
import type { SendOutcome } from './outcome.ts';

/**
 * When a request may be made again: only when it is proved never to have been processed, and only so many times.
 *
 * @param attempt which try had this outcome, from 1.
 * @param random from 0 to 1; spreads the tries of several workers over half the wait.
 * @returns milliseconds to wait, or undefined when there is no other try.
 */
export function nextTryInMs(outcome: SendOutcome, attempt: number, random: number): number | undefined {
  if (outcome.kind !== 'never_sent' || !outcome.mayRetry || attempt >= MAX_REQUEST_ATTEMPTS) return undefined;
  const backoff = (REQUEST_BACKOFF_MS[attempt - 1] ?? MAX_RETRY_AFTER_MS) * (0.5 + random / 2);
  return Math.round(Math.min(Math.max(backoff, outcome.retryAfterMs ?? 0), MAX_RETRY_AFTER_MS));
}
