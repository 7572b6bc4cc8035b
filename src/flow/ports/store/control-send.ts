/** How far a send had come when it was stopped. */
export interface StopCounts {
  readonly left: number;
  readonly notLeft: number;
  /** Their requests were under way; each ends as it ends. */
  readonly onTheirWay: number;
}

export type StopResult =
  /** `isNew` is false when it was stopped before; the counts are those of now. */
  | ({ readonly kind: 'stopped'; readonly isNew: boolean } & StopCounts)
  /** There is nothing left to stop, or no such send. */
  | { readonly kind: 'nothing_waits' };

/**
 * What the ledger does for a person who holds up one send. Each is decided by one statement that the claim reads, too: what
 * commits before a claim holds for it. Each returns false, or says so, when the send is in another state, and nothing changed.
 */
export interface SendControl {
  /** Nothing more of it leaves until it is resumed. @param by a Slack user; undefined for the breaker, with the code as reason */
  pause(sendId: string, by: string | undefined, reason?: string): Promise<boolean>;
  /** Lets a paused send leave again; one whose first rows go first, only those until the others are let go. */
  resume(sendId: string, by: string): Promise<boolean>;
  /** Ends a send for good: what has not left is cancelled. Works for any send, a list or not, whatever it waits for. */
  stop(sendId: string, by: string): Promise<StopResult>;
  /** Lets the other rows leave after the first ones. */
  releaseRest(sendId: string, by: string): Promise<boolean>;
  /** Lets a held list leave now. */
  sendHeldNow(sendId: string, by: string): Promise<boolean>;
}
