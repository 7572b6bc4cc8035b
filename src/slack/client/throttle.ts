interface Options {
  /** Milliseconds; rises steadily. */
  readonly now: () => number;
}

interface Throttle {
  /** Milliseconds until all of `keys` are free; 0 when they are now. */
  waitMs(...keys: readonly string[]): number;
  /** Keeps `key` busy for `ms` from now. */
  hold(key: string, ms: number): void;
  /** Counts one use of `key`, which may be used once in `everyMs`, and `atOnce` times in a row after a rest. */
  use(key: string, everyMs: number, atOnce: number): void;
}

/** Longer than any rest is remembered for: what is older says nothing any more. */
const FORGET_MS = 60_000;

/** Remembers what has to rest for a while, so that Slack is asked no more often than it allows. */
export function createThrottle({ now }: Options): Throttle {
  const freeAt = new Map<string, number>();

  function forget(): void {
    for (const [key, at] of freeAt) if (at <= now() - FORGET_MS) freeAt.delete(key);
  }

  return {
    waitMs(...keys) {
      return Math.max(0, ...keys.map((key) => (freeAt.get(key) ?? 0) - now()));
    },
    hold(key, ms) {
      forget();
      freeAt.set(key, now() + ms);
    },
    use(key, everyMs, atOnce) {
      forget();
      const rested = now() - (atOnce - 1) * everyMs;
      freeAt.set(key, Math.max(freeAt.get(key) ?? rested, rested) + everyMs);
    },
  };
}
