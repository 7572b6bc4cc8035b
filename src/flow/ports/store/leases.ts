/** What the ledger does for the heartbeat of a process. */
export interface LeaseLedger {
  /** Keeps the claims of these workers alive; called while requests are in flight. */
  renewLeases(workers: readonly string[]): Promise<void>;
  /** Marks the deliveries of processes that are gone as `unknown`; they are never sent again. Returns their number. */
  expireLeases(): Promise<number>;
}
