/** What the ledger does for a person who cancels what has not left. */
export interface WaitingCanceller {
  /**
   * Cancels what of a send waits in the queue. What is on its way is left alone.
   *
   * @param by a Slack user
   * @returns how many recipients' messages were cancelled; 0 when none waited, and nothing changed
   */
  cancelWaiting(sendId: string, by: string): Promise<number>;
}
