interface Options {
  /** Milliseconds; rises steadily. */
  readonly now: () => number;
}

interface Throttle {
  /** Milliseconds until all of `keys` are free; 0 when they are now. */
  waitMs(...keys: readonly string[]): number;
  /** Blocks `key` for `ms` from now. */
  hold(key: string, ms: number): void;
  /** Counts one use of `key`, which may be used once in `everyMs`, and `burst` times in a row when it was idle. */
  use(key: string, everyMs: number, burst: number): void;
}

/** A key that has been free for so long is forgotten. */
const FORGET_MS = 60_000;

/** Keeps calls to Slack within its rate limits: says how long a call has to wait. */
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
    use(key, everyMs, burst) {
      forget();
      const idleSince = now() - (burst - 1) * everyMs;
      freeAt.set(key, Math.max(freeAt.get(key) ?? idleSince, idleSince) + everyMs);
    },
  };
}
