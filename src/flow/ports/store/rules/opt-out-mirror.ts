import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';

/** What the provider's list has yet to be told of one number. */
export interface MirrorEntry {
  readonly number: PhoneNumber;
  readonly wanted: 'blocked' | 'free';
  /** How often it was tried, this time included. */
  readonly attempts: number;
}

/** The outbox of what the provider's own list has to be told. A number is in it until that was done. */
export interface OptOutMirror {
  /** Takes entries that are due, all that want the same, and holds them for so many milliseconds. */
  takeDue(limit: number, holdMs: number): Promise<readonly MirrorEntry[]>;
  /** The provider knows: they are forgotten, unless something else is wanted of them by now. */
  forget(entries: readonly MirrorEntry[]): Promise<void>;
  /** Tries them again after so many milliseconds. */
  delay(entries: readonly MirrorEntry[], ms: number): Promise<void>;
  /** Those of the numbers that are in it: what the provider says of them is out of date. */
  waitingAmong(numbers: readonly PhoneNumber[]): Promise<ReadonlySet<PhoneNumber>>;
  /** How many wait to be told. */
  count(): Promise<number>;
}
