import { fail, ok, type Result } from '../result.ts';

/** An E.164 number with its plus: `+919876543210`. Made only by {@link parsePhoneNumber}. */
export type PhoneNumber = string & { readonly __brand: 'PhoneNumber' };

const E164 = /^\+[1-9]\d{6,14}$/;

/** @returns the number when `text` is E.164 to the letter; other spellings are for a `ReadNumber` to tell. */
export function parsePhoneNumber(text: string): Result<PhoneNumber, 'not_e164'> {
  return E164.test(text) ? ok(text as PhoneNumber) : fail('not_e164');
}

/** The digits alone, as Kaleyra writes numbers. */
export function digitsOf(number: PhoneNumber): string {
  return number.slice(1);
}

/** What may stand in a channel or a log: the last four digits. */
export function maskPhoneNumber(number: PhoneNumber): string {
  return `•••• ${number.slice(-4)}`;
}
