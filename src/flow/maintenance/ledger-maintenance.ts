/** What the passing of time makes due; run over and over by every process. */
export interface LedgerMaintenance {
  /** Has the cards of deliveries that nothing was heard of for a day say so. @returns how many sends that were */
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
