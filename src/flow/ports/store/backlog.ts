import type { StatusCounts } from '../../../core/send/delivery/status.ts';

export interface Backlog {
  readonly deliveries: StatusCounts;
  /** For how long the send that has waited longest has had no message leave; undefined when none waits. */
  readonly oldestQueuedMs: number | undefined;
  readonly cardsBehind: number;
  readonly oldestCardBehindMs: number | undefined;
}

/** What the ledger does for readiness checks and metrics. */
export interface BacklogLedger {
  /** Counts what waits, and says for how long the oldest of it has waited. */
  backlog(): Promise<Backlog>;
}
