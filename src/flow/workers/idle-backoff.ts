/** The pause after a look that found nothing. */
export interface Rest {
  /** Milliseconds that are left of it; 0 when there is none. */
  leftMs(): number;
  /** Something was found: the next rest is short again. */
  forget(): void;
  /** Begins it, twice as long as one that has only just ended. @returns milliseconds */
  begin(): number;
}

const SHORTEST_MS = 10;
const LONGEST_MS = 80;

/** Whoever is woken all the time, as cards are by busy deliveries, looks less and less often while there is nothing. */
export function createRest(now: () => number = () => performance.now()): Rest {
  let lengthMs = 0;
  let endsAt = 0;
  const leftMs = () => Math.max(0, endsAt - now());

  return {
    leftMs,
    forget() {
      lengthMs = 0;
    },
    begin() {
      // Lanes that looked together rest together.
      if (leftMs() > 0) return leftMs();
      const hasJustEnded = now() - endsAt < lengthMs;
      lengthMs = hasJustEnded ? Math.min(2 * lengthMs, LONGEST_MS) : SHORTEST_MS;
      endsAt = now() + lengthMs;
      return lengthMs;
    },
  };
}
