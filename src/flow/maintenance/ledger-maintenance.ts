/** What the passing of time makes due; run over and over by every process. */
export interface LedgerMaintenance {
  /** Has the cards of deliveries that nothing was heard of for a day say so. @returns how many sends that were */
  markOverdue(): Promise<number>;
  /** Forgets reports of messages that were not ours after all. @returns how many */
  dropParked(): Promise<number>;
}
