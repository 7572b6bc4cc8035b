import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';

export interface InFlight {
  /** Global middleware for Bolt: tracks every listener from its start to its end, which can be long after its ack. */
  readonly track: Middleware<AnyMiddlewareArgs>;
  /** Resolves when no listener is running; Bolt's own stop does not wait for them. */
  drain(): Promise<void>;
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<void>>();
  return {
    async track({ next }) {
      const run = next();
      running.add(run);
      try {
        await run;
      } finally {
        running.delete(run);
      }
    },
    async drain() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
