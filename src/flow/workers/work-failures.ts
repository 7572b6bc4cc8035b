import { CannotBeStored } from '../ports/store/cannot-be-stored.ts';
import { type Clock, systemClock } from '../timing/clock.ts';

/** A call that failed and was not made again for so long says nothing about the ledger of now. */
const MAX_SILENCE_MS = 15_000;

/** Which calls of the workers the ledger refuses, although it may take others. */
export interface WorkFailures {
  /** @returns the same call, and whether it fails is noted */
  watch<Given extends readonly unknown[], Value>(
    call: (...given: Given) => Promise<Value>,
  ): (...given: Given) => Promise<Value>;
  /** Milliseconds for which one of the calls has failed each time that it was made; 0 when none does. */
  longestMs(): number;
}

interface Failing {
  readonly sinceMs: number;
  readonly lastMs: number;
}

/** A call that succeeds once, whatever for, is well: then messages leave, and one of them is the one that is stuck. */
export function createWorkFailures(clock: Clock = systemClock): WorkFailures {
  const failing = new Map<object, Failing>();
  return {
    watch(call) {
      const key = {};
      return async (...given) => {
        try {
          const value = await call(...given);
          failing.delete(key);
          return value;
        } catch (error) {
          const lastMs = clock.nowMs();
          // That is about one message, and the ledger takes others.
          if (!(error instanceof CannotBeStored))
            failing.set(key, { sinceMs: failing.get(key)?.sinceMs ?? lastMs, lastMs });
          throw error;
        }
      };
    },
    longestMs() {
      const now = clock.nowMs();
      const recent = [...failing.values()].filter(({ lastMs }) => now - lastMs <= MAX_SILENCE_MS);
      return Math.max(0, ...recent.map(({ sinceMs }) => now - sinceMs));
    },
  };
}
