/** What waits in the ledger for the end of quiet hours. */
export interface QuietWaits {
  /**
   * Has it wait as long as the policy in force says: what waits no more may be claimed at once. Several processes may do it.
   *
   * @returns how many sends leave at another time now
   */
  followPolicy(): Promise<number>;
}
