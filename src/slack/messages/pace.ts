interface Options {
  /** Milliseconds; rises steadily. */
  readonly now: () => number;
}

interface Pace {
  /** Milliseconds until all of `keys` are free; 0 when they are now. */
  waitMs(...keys: readonly string[]): number;
  /** Keeps `key` busy for `ms` from now. */
  hold(key: string, ms: number): void;
}

/** Remembers what has to rest for a while, so that Slack is asked no more often than it allows. */
export function createPace({ now }: Options): Pace {
  const freeAt = new Map<string, number>();
  return {
    waitMs(...keys) {
      return Math.max(0, ...keys.map((key) => (freeAt.get(key) ?? 0) - now()));
    },
    hold(key, ms) {
      for (const [held, at] of freeAt) if (at <= now()) freeAt.delete(held);
      freeAt.set(key, now() + ms);
    },
  };
}
