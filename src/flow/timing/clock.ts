/** Time and timers, handed in so that a test moves them by hand. */
export interface Clock {
  /** Milliseconds since a fixed start; never goes back. */
  nowMs(): number;
  /** Calls `act` once, `ms` milliseconds from now. Returns what cancels it. */
  after(ms: number, act: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
