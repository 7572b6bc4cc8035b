import type { Log } from '../../../flow/ports/log.ts';

/** How many connections this process has, and how many Slack counted for the whole app at the last hello. */
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
 * Compares with the connections that Slack counts, and warns of others. Slack spreads events over all of them: a dead
 * connection, as a broken network leaves one behind, loses its share of clicks while everything here looks healthy.
 *
 * @param opened how many this process has, including those that are closing.
 */
export function createConnectionCount(opened: () => number, log: Log): ConnectionCount {
  let counted: number | undefined;
  let lastOthers = 0;
  return {
    hello(connections) {
      counted = connections;
      const others = Math.max(0, (connections ?? 0) - opened());
      if (others > lastOthers) {
        log.warn({ counted, opened: opened() }, 'Slack counts more connections than this process opened');
      }
      lastOthers = others;
    },
    now: () => ({ opened: opened(), counted }),
  };
}
