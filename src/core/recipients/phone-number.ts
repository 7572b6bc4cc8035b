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

/** Stands for what must not be read. */
const MASK = '••••';
const SHOWN_DIGITS = 4;

/** What may stand in a channel: `•••• 3210`. */
export function maskPhoneNumber(number: PhoneNumber): string {
  return maskDigits(number);
}

/** The same for anything that looks like a number, in any script's digits and with any signs between them. */
export function maskDigits(text: string): string {
  return `${MASK} ${[...text.replace(/\P{Nd}/gu, '')].slice(-SHOWN_DIGITS).join('')}`;
}
