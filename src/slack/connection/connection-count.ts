import type { Log } from '../../flow/ports/log.ts';

/** How many connections this process holds, and how many of the whole app Slack counted at the last hello. */
export interface Connections {
  readonly opened: number;
  /** Undefined before the first hello. */
  readonly counted: number | undefined;
}

export interface ConnectionCount {
  hello(connections: number | undefined): void;
  now(): Connections;
}

/**
 * Watches what Slack counts. Slack deals what people do out to all connections that it counts: one that nobody reads, such
 * as what a broken network leaves behind, takes its share of clicks with it, while everything here looks healthy.
 *
 * @param opened how many this process holds, those that are closing among them.
 */
export function createConnectionCount(opened: () => number, log: Log): ConnectionCount {
  let counted: number | undefined;
  let warnedOf = 0;
  return {
    hello(connections) {
      counted = connections;
      const foreign = Math.max(0, (connections ?? 0) - opened());
      if (foreign > warnedOf) {
        log.warn({ counted, opened: opened() }, 'Slack counts more connections than this process opened');
      }
      warnedOf = foreign;
    },
    now: () => ({ opened: opened(), counted }),
  };
}
