/** One at a time, in the order in which they came. */
export interface Turns {
  take(): Promise<void>;
  /** Ends the turn that was taken. */
  pass(): void;
  isAnybodyWaiting(): boolean;
}

export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  return {
    async take() {
      if (isTaken) await new Promise<void>((resolve) => waiting.push(resolve));
      isTaken = true;
      // SQLite answers at once: without a breath in between, a queue of turns would keep every socket waiting.
      await new Promise((resolve) => setImmediate(resolve));
    },
    pass() {
      const next = waiting.shift();
      if (next === undefined) isTaken = false;
      else next();
    },
    isAnybodyWaiting: () => waiting.length > 0,
  };
}
