import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';

export interface InFlight {
  /** Bolt's global middleware: knows every listener from its start to its end, long past its ack. */
  readonly track: Middleware<AnyMiddlewareArgs>;
  /** Resolves when no listener runs any more; Bolt's own stop does not wait for them. */
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
