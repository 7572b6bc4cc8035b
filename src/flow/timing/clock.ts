/** Time and timers, passed in so that a test controls them. */
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
