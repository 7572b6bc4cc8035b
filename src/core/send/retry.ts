import type { SendOutcome } from './outcome.ts';

const MOST_ATTEMPTS = 3;
const BACKOFF_MS = [2_000, 8_000, 30_000] as const;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * When a request may be made again: only what is proved never to have been processed, and only three times in all.
 *
 * @param attempt the try that ended so, from 1.
 * @param random from 0 to 1; spreads the tries of several workers over half the wait.
 * @returns milliseconds to wait, or undefined when it ends here.
 */
export function nextTryInMs(outcome: SendOutcome, attempt: number, random: number): number | undefined {
  if (outcome.kind !== 'never_sent' || !outcome.mayRetry || attempt >= MOST_ATTEMPTS) return undefined;
  const backoff = (BACKOFF_MS[attempt - 1] ?? LONGEST_WAIT_MS) * (0.5 + random / 2);
  return Math.round(Math.min(Math.max(backoff, outcome.retryAfterMs ?? 0), LONGEST_WAIT_MS));
}
