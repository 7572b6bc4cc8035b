import type { Spread } from './statistics.ts';

/** One line of the table. */
export interface Result {
  readonly row: string;
  /** What was done, in a few words. */
  readonly work: string;
  readonly ours: Measured;
  /** A peer doing the same work, or a limit; undefined when the figure stands alone. */
  readonly against: Measured | undefined;
  readonly ratio: Spread | undefined;
  /** Undefined for a figure that only explains its neighbours. */
  readonly goal: Goal | undefined;
}

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

export interface Goal {
  readonly text: string;
  /** What is held against the limit. */
  readonly value: number;
  readonly limit: number;
  readonly wanted: 'at most' | 'at least';
}

export function atMost(value: number, limit: number, text: string): Goal {
  return { text, value, limit, wanted: 'at most' };
}

export function atLeast(value: number, limit: number, text: string): Goal {
  return { text, value, limit, wanted: 'at least' };
}

/** @param leniency how far beside its limit a value may lie: 1 is not at all, 2 is twice or half of it. */
export function isMet({ value, limit, wanted }: Goal, leniency = 1): boolean {
  return wanted === 'at most' ? value <= limit * leniency : value >= limit / leniency;
}
