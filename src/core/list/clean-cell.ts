import { isSeen } from '../text.ts';

/** Drawn as nothing, and left behind by web pages and chat programs. */
const INVISIBLE = /[\u180e\u200b\u2060\ufeff]/g;
/**
 * Joiners belong to a word of Hindi or Persian and to an emoji of several parts, where letters or emoji stand on both
 * sides; anywhere else they are left behind too.
 */
const LOOSE_JOINER = /(?<![^\p{ASCII}\s\p{Cf}])[\u200c\u200d]|[\u200c\u200d](?![^\p{ASCII}\s\p{Cf}])/gu;
const WIDE_BLANK = /[\u00a0\u202f]/g;
const LINE_BREAK = /\r\n?|[\u2028\u2029]/g;
const IS_PLAIN = /^(?:[!-&(-~](?:[ -~]*[!-~])?)?$/;

/** A spreadsheet runs a cell that begins so as a formula, unless an apostrophe stands before it. */
const FORMULA_START = /^'*[=+\-@\t\r]/;
const DEFUSED = /^'+[=+\-@\t\r]/;

/**
 * A cell as its author meant it: without what cannot be seen, without blanks around it, and without the apostrophe that
 * {@link defusedCell} puts before a formula. A cell in which nothing can be seen is empty.
 */
export function cleanCell(cell: string): string {
  if (IS_PLAIN.test(cell)) return cell;
  const seen = cell
    .replace(INVISIBLE, '')
    .replace(LOOSE_JOINER, '')
    .replace(WIDE_BLANK, ' ')
    .replace(LINE_BREAK, '\n')
    .trim();
  if (!isSeen(seen)) return '';
  return DEFUSED.test(seen) ? seen.slice(1).trim() : seen;
}

/**
 * A clean cell so that no spreadsheet runs it as a formula; {@link cleanCell} gives it back.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function defusedCell(cell: string): string {
  return FORMULA_START.test(cell) ? `'${cell}` : cell;
}
