import type { Result } from '../result.ts';
import { maskPhoneNumber, type PhoneNumber } from './phone-number.ts';

export interface Recipient {
  readonly number: PhoneNumber;
  /** As people write it: `+91 98765 43210`. */
  readonly international: string;
  /** The country's English name: `India`. Undefined for numbers of no single country. */
  readonly country: string | undefined;
  /** The same as ISO 3166: `IN`. */
  readonly countryCode?: string | undefined;
  /** True when the entry had no `+` and no default country applied, so its first digits were taken for a country code. */
  readonly guessedCountry: boolean;
  /** Why the number is not what was typed, digit for digit; absent when it is. */
  readonly changes?: readonly NumberChange[];
}

/** A form from before the country changed its numbers, which WhatsApp still shows; a `.0` that a spreadsheet put behind. */
export type NumberChange = 'earlier_form' | 'spreadsheet_zero';

export type NumberProblem =
  | 'not_a_number'
  | 'no_country_code'
  | 'too_short'
  | 'too_long'
  | 'no_such_number'
  /** With one more digit, or without its last one, it would be the number of a mobile phone. */
  | 'one_digit_short'
  | 'one_digit_long'
  | 'no_whatsapp_line'
  /** A spreadsheet wrote it as `9.19812E+11`. */
  | 'digits_lost'
  /** A row that can be cut into numbers in more than one way. */
  | 'several_readings'
  | UnsurePart;

/** A whole number and, parted from it, digits that would make it another one. */
interface UnsurePart {
  readonly unsurePart: string;
}

/** Reads one number in any usual spelling. Passed in, because it needs the numbering plans of all countries. */
export type ReadNumber = (text: string) => Result<Recipient, NumberProblem>;

/** A country with a numbering plan. */
export interface Country {
  /** ISO 3166: `IN`. */
  readonly code: string;
  /** Its English name: `India`. */
  readonly name: string;
  /** Without the plus: `91`. */
  readonly callingCode: string;
}

/** The numbering plans of all countries. */
export interface Numbering {
  readonly read: ReadNumber;
  /** Reads numbers without a country code as those of this country. @param code ISO 3166 */
  readIn(code: string): ReadNumber;
  /** Undefined for a number of no single country. */
  countryOf(number: PhoneNumber): Country | undefined;
  readonly countries: readonly Country[];
}

/** The same recipient, with a masked number in what is shown. */
export function withMaskedNumber(recipient: Recipient): Recipient {
  return { ...recipient, international: maskPhoneNumber(recipient.number) };
}
