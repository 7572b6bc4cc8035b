import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { CodeLimit } from '../../../../core/rules/number-code.ts';
import type { AcceptResult, NewSend } from '../accept-send.ts';

/** The result of trying a code. */
export type CodeTried =
  /** The number is one of the team's from now on. */
  | { readonly kind: 'proved' }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** It is too old, was tried too often or was used, or it is another person's. */
  | { readonly kind: 'over' };

/** Numbers that people have proved to be theirs, and the codes that prove them. No code is kept anywhere. */
export interface NumberCodes {
  /**
   * Commits the send of a code to its one recipient, unless too many were sent of late. The claim lets it leave although the
   * number is none of the team's yet, and nothing else that goes there.
   *
   * @throws CommitOutcomeUnknown as `SendLedger.accept` does
   */
  accept(send: NewSend): Promise<AcceptResult | ({ readonly kind: 'too_many' } & CodeLimit)>;
  /** Tries a code, once. One statement counts it and uses it up. @param typed digits */
  tryCode(tried: { readonly sendId: string; readonly personId: string; readonly typed: string }): Promise<CodeTried>;
  /** Those of the numbers that people have proved. */
  findProved(numbers: readonly PhoneNumber[]): Promise<ReadonlySet<PhoneNumber>>;
}
