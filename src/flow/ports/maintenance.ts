/** What the ledger does over and over as time passes; safe to run in several processes at once. */
export interface MaintenanceLedger {
  /** Makes cards say for which deliveries no report came in time. @returns how many sends changed */
  markOverdue(): Promise<number>;
  /** Deletes reports of messages that turned out not to be ours. @returns how many */
  dropParked(): Promise<number>;
}
