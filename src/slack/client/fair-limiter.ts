interface Options {
  /** Milliseconds; rises steadily. */
  readonly now: () => number;
  /** Time from one turn to the next. */
  readonly everyMs: number;
  /** How many turns there are at once after a pause. */
  readonly inARow: number;
}

/** A limit whose turns are handed out in the order in which they are asked for. */
export interface FairLimiter {
  /** Milliseconds until it is the turn of `key`, which keeps its place until then; 0 when it is now. */
  waitMs(key: string): number;
  /** Takes the turn of `key`, or the next one where it has none. */
  take(key: string): void;
}

/** A turn that was not taken for so long is another's. */
const FORGET_MS = 60_000;

/**
 * Shares a limit among many: each that waits has a place in line, so it is not asked again before its turn, and those that ask
 * often get no more than the others.
 */
export function createFairLimiter({ everyMs, inARow, now }: Options): FairLimiter {
  let nextAt = Number.NEGATIVE_INFINITY;
  const turns = new Map<string, number>();

  function turnOf(key: string): number {
    const known = turns.get(key);
    if (known !== undefined) return known;
    for (const [other, at] of turns) if (at <= now() - FORGET_MS) turns.delete(other);
    const at = Math.max(nextAt, now() - (inARow - 1) * everyMs);
    nextAt = at + everyMs;
    turns.set(key, at);
    return at;
  }

  return {
    waitMs: (key) => Math.max(0, turnOf(key) - now()),
    take(key) {
      turnOf(key);
      turns.delete(key);
    },
  };
}
