import { maskPhoneNumber, type PhoneNumber } from '../recipients/phone-number.ts';
import type { Send } from './send.ts';

/** How a person reads a recipient's number: whole, or masked. */
export type ShowNumber = (number: PhoneNumber) => string;

/** Only the person who sent it reads the whole numbers of a send; everybody else reads the last four digits. */
export function numbersFor({ actorId }: Pick<Send, 'actorId'>, readerId: string): ShowNumber {
  return actorId === readerId ? (number) => number : maskPhoneNumber;
}
