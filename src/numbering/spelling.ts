import { plainCharacters, withoutInvisible } from '../core/recipients/plain-characters.ts';

/** Digits, the signs that people group them with, and the mark of {@link plainSpelling}. No extension. */
const SPELLING = /^\+?[\d\s().[\]/~‐-―−\-\u200b]*$/u;
/** Stands where something invisible parts two digits. */
const INVISIBLE_GAP = '\u200b';
/** What most numbers of a file look like; nothing in it can be another spelling. */
const IS_PLAIN = /^\+?[1-9]\d*$/;
const SCIENTIFIC = /^\+?\d(?:[.,]\d+)?E\+?\d{1,2}$/i;
const SPREADSHEET_ZERO = /(?<=\d)\s*[.,](?<zeros>0{1,3})$/;
/** Pairs of digits parted by dots: `.00` is one more of them. */
const DOTTED_PAIRS = /\.\d\d$/;

/** Where digits without anything between them stand in a spelling: from the first to after the last. */
export interface DigitRun {
  readonly from: number;
  readonly to: number;
}

/**
 * The same number in ASCII, without `tel:` or a bracket before its plus, and with `+` for a leading `+00`. Invisible
 * characters are removed; between two digits they leave a mark, because they may separate a number from what follows.
 */
export function plainSpelling(text: string): string {
  if (IS_PLAIN.test(text)) return text;
  return [
    ...plainCharacters(text)
      .replace(/\p{Nd}/gu, asciiDigit)
      .matchAll(/\d|\D+/g),
  ]
    .map(([part], index, parts) => {
      const seen = withoutInvisible(part);
      const isInside = index > 0 && index < parts.length - 1;
      return seen === '' && isInside ? INVISIBLE_GAP : seen;
    })
    .join('')
    .trim()
    .replace(/^tel:\s*/i, '')
    .replace(/^[([]\s*(?=\+)/, '')
    .replace(/^\+\s*00\s*(?=[1-9])/, '+')
    .replace(/^\(00\)\s*(?=[1-9])/, '00');
}

/** Every script's ten digits follow one another from a code point that ends in 0 or 6. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code > 0xffff) return digit;
  const row = code - (code % 16);
  const zero = /\p{Nd}/u.test(String.fromCodePoint(row)) ? row : row + 6;
  return String(code - zero);
}

/** Whether a plain spelling has only characters that numbers are written with. */
export function isSpelling(spelling: string): boolean {
  return SPELLING.test(spelling) && /\d/.test(spelling);
}

/** Whether it is a spreadsheet's `9.19812E+11`, which keeps only the first digits. */
export function isScientific(spelling: string): boolean {
  return SCIENTIFIC.test(spelling);
}

/** The spelling without the `.0` that a spreadsheet puts behind a number; undefined when there is none. */
export function withoutSpreadsheetZero(spelling: string): string | undefined {
  const { index, groups } = SPREADSHEET_ZERO.exec(spelling) ?? {};
  if (index === undefined) return undefined;
  const number = spelling.slice(0, index);
  return groups?.['zeros'] === '00' && DOTTED_PAIRS.test(number) ? undefined : number;
}

export function digitRunsOf(spelling: string): readonly DigitRun[] {
  return [...spelling.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ from: index, to: index + digits.length }));
}
