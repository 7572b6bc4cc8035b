import type { PhoneNumber } from './phone-number.ts';
import type { Result } from './result.ts';

export interface Recipient {
  readonly number: PhoneNumber;
  /** As people write it: `+91 98765 43210`. */
  readonly international: string;
  /** The country's English name: `India`. Undefined for numbers of no single country. */
  readonly country: string | undefined;
  /** True when the entry had no `+` and no default country applied, so its first digits were taken for a country code. */
  readonly guessedCountry: boolean;
}

export type NumberProblem =
  | 'not_a_number'
  | 'no_country_code'
  | 'too_short'
  | 'too_long'
  | 'no_such_number'
  | 'no_whatsapp_line';

/** Reads one number in any usual spelling; the numbering plan is somebody else's knowledge. */
export type ReadNumber = (text: string) => Result<Recipient, NumberProblem>;

export interface RefusedEntry {
  /** As it was typed. */
  readonly entry: string;
  readonly problem: NumberProblem | 'is_the_sender';
}

export interface RecipientList {
  readonly recipients: readonly Recipient[];
  /** Recipients that were typed more than once; each is kept once. */
  readonly duplicates: readonly Recipient[];
  readonly refused: readonly RefusedEntry[];
}
