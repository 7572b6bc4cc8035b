/** What the ledger does over and over as time passes; safe to run in several processes at once. */
export interface MaintenanceLedger {
  /** Makes cards say for which deliveries no report came in time. @returns how many sends changed */
  markOverdue(): Promise<number>;
  /**
   * Deletes the reports that no delivery was found for in three days. It works in short pieces with a pause after each, so that
   * a million of them hold up nothing else.
   *
   * @param stopped ends it after the piece under way; the next call goes on
   * @returns how many were deleted
   */
  dropParked(stopped?: AbortSignal): Promise<number>;
}
