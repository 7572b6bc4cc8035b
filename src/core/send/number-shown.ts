import { maskPhoneNumber, type PhoneNumber } from '../recipients/phone-number.ts';

/** How a person reads a recipient's number: whole, or masked. */
export type ShowNumber = (number: PhoneNumber) => string;

/** @param isKnown whether the person gave these numbers; everybody else reads the last four digits */
export function numbersFor(isKnown: boolean): ShowNumber {
  return isKnown ? (number) => number : maskPhoneNumber;
}
