/**
 * The pause after a look that found nothing. It doubles from one empty look to the next, so that wake-ups which come all
 * the time, as they do for cards while deliveries are busy, cost the ledger less and less while there is nothing to do.
 */
export interface IdleBackoff {
  readonly lengthMs: number;
  /** On the worker's clock. */
  readonly endsAtMs: number;
}

const MIN_MS = 10;
export const MAX_IDLE_BACKOFF_MS = 80;

export const NO_BACKOFF: IdleBackoff = { lengthMs: 0, endsAtMs: 0 };

export function isBackingOff({ endsAtMs }: IdleBackoff, nowMs: number): boolean {
  return endsAtMs > nowMs;
}

/** Nothing was found. The pause is twice as long as one that ended a short while ago; lanes that look together share it. */
export function startBackoff(backoff: IdleBackoff, nowMs: number): IdleBackoff {
  if (isBackingOff(backoff, nowMs)) return backoff;
  const hasJustEnded = nowMs - backoff.endsAtMs < backoff.lengthMs;
  const lengthMs = hasJustEnded ? Math.min(2 * backoff.lengthMs, MAX_IDLE_BACKOFF_MS) : MIN_MS;
  return { lengthMs, endsAtMs: nowMs + lengthMs };
}

/** A job was found: the next pause is short again. One that is running goes on to its end. */
export function resetBackoff({ endsAtMs }: IdleBackoff): IdleBackoff {
  return { lengthMs: 0, endsAtMs };
}
