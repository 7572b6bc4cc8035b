/** A place in the row of what one sender sends. */
export interface Turn {
  /** Resolves when it has come: at once, or a moment after the claim. */
  whenDue(): Promise<void>;
  /** To be called when the message really leaves: what was late makes those a second after it wait. */
  isLeaving(): void;
}
