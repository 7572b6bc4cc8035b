import type { Clock } from '../../src/flow/timing/clock.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time on, running each timer when its time comes, and lets everything react before the next one. */
  pass(ms: number): Promise<void>;
  /** Milliseconds until the next timer; undefined when none is set. */
  nextMs(): number | undefined;
}

export function createFakeClock(): FakeClock {
  const timers = new Map<object, { readonly at: number; readonly act: () => void }>();
  let now = 1_000;

  function firstTimer() {
    return [...timers].toSorted(([, a], [, b]) => a.at - b.at)[0];
  }

  return {
    nowMs: () => now,
    after(ms, act) {
      const key = {};
      timers.set(key, { at: now + ms, act });
      return () => void timers.delete(key);
    },
    async pass(ms) {
      const end = now + ms;
      await settled();
      for (let first = firstTimer(); first !== undefined && first[1].at <= end; first = firstTimer()) {
        const [key, { at, act }] = first;
        timers.delete(key);
        now = Math.max(now, at);
        act();
        await settled();
      }
      now = end;
    },
    nextMs() {
      const first = firstTimer();
      return first && Math.max(0, first[1].at - now);
    },
  };
}

/** Resolves when everything that waits for no timer and no input has run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
