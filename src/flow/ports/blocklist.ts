import type { PhoneNumber } from '../../core/recipients/phone-number.ts';

/** The provider's own list of numbers that it sends nothing to, whichever system asks it to. Nothing here rejects. */
export interface Blocklist {
  /** Puts numbers on the list or takes them off; doing it twice changes nothing. @param numbers at most {@link MAX_BLOCKED_TOGETHER} */
  write(numbers: readonly PhoneNumber[], wanted: 'blocked' | 'free'): Promise<BlocklistAnswer>;
  /** Reads a page of the numbers that are on the list. @param offset numbers before it */
  read(offset: number): Promise<BlocklistPage | undefined>;
  close(): Promise<void>;
}

/** How many numbers the provider takes in one call. */
export const MAX_BLOCKED_TOGETHER = 100;

/** `refused`: the same call would be refused again; `unclear`: it may have worked, and may be tried again. */
export type BlocklistAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused' | 'unclear'; readonly code: string };

interface BlocklistPage {
  readonly numbers: readonly PhoneNumber[];
  /** Where the next page starts; undefined on the last one. */
  readonly next: number | undefined;
}
