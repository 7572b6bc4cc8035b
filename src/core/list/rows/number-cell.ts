import type { PhoneNumber } from '../../recipients/phone-number.ts';
import { withoutInvisible } from '../../recipients/plain-characters.ts';
import type { ReadNumber, Recipient } from '../../recipients/recipient.ts';
import { readRecipients } from '../../recipients/recipients.ts';
import { cellRefusalSentence } from '../../recipients/refusal-sentences.ts';
import { fail, ok, type Result } from '../../result.ts';
import { formulaProblem, repairedCell } from './cell-damage.ts';

/** `9.19812E+11`: a spreadsheet shows a long number so, and writes what it shows. */
const SHORTENED = /^\+?\d(?:[.,]\d+)?E\+?\d{1,2}$/i;
const DATE = /^(?:\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./]\d{4})(?:\D|$)/;
const WHOLE_NUMBER = /^\+?\d{7,15}$/;
/** `919,876,543,210`: a spreadsheet puts commas between the thousands where it takes a number for an amount. */
const WITH_THOUSANDS = /^\+?(?=[\d,]{10})\d{1,3}(?:,\d{2,3})*,\d{3}$/;
const MIN_DIGITS = 7;
const MAX_QUOTE_LENGTH = 40;
/** Room for a link of WhatsApp with a text behind it. */
const MAX_NUMBER_CELL_LENGTH = 250;

/** The cell of a phone number without what a spreadsheet put around it or between its digits. */
export function repairedNumber(cell: string): string {
  const text = repairedCell(cell).replaceAll('\t', ' ');
  return WITH_THOUSANDS.test(text) ? text.replaceAll(',', '') : text;
}

/** Whether a cell is written as phone numbers are, good or bad. */
export function looksLikeNumber(cell: string): boolean {
  const text = repairedNumber(cell);
  if (SHORTENED.test(text)) return true;
  if (DATE.test(text)) return false;
  return /^\+?[\p{Nd}\s().\-‐-―/]+$/u.test(withoutInvisible(text)) && text.replace(/\P{Nd}/gu, '').length >= MIN_DIGITS;
}

/** Reads the one phone number of a cell; a sentence says why there is none. */
export function readNumberCell(
  cell: string,
  readNumber: ReadNumber,
  sender: PhoneNumber | undefined,
): Result<Recipient, string> {
  if (SHORTENED.test(cell)) {
    return fail(
      `${cell} has lost digits in Excel. Format the column as Text, enter the number again and export again.`,
    );
  }
  const formula = formulaProblem(cell);
  if (formula !== undefined) return fail(formula);
  const reading = WHOLE_NUMBER.test(cell) ? readNumber(cell) : undefined;
  if (reading?.ok && reading.value.number !== sender) return reading;
  if (cell.length > MAX_NUMBER_CELL_LENGTH) return fail(notANumber(cell));
  const { recipients, refused, duplicates } = readRecipients(cell, readNumber, sender);
  const [refusal] = refused;
  const [recipient, another] = recipients;
  if (another !== undefined || duplicates.length > 0) {
    return fail(
      `“${shortened(cell)}” is more than one number, and a row is one person. Write one number, and a row for each other one.`,
    );
  }
  if (refusal !== undefined && recipient !== undefined) {
    return fail(`“${shortened(cell)}” has more in it than a phone number. Write the number alone.`);
  }
  if (refusal !== undefined) return fail(cellRefusalSentence(refusal));
  return recipient === undefined ? fail(notANumber(cell)) : ok(recipient);
}

function notANumber(cell: string): string {
  return `“${shortened(cell)}” is not a phone number. Write it with its country code, like +91 98765 43210.`;
}

function shortened(cell: string): string {
  const characters = [...withoutInvisible(cell)];
  return characters.length > MAX_QUOTE_LENGTH
    ? `${characters.slice(0, MAX_QUOTE_LENGTH).join('')}…`
    : characters.join('');
}
