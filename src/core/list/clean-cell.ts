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

/** A spreadsheet runs a cell that begins so as a formula, unless an apostrophe stands before it; some take wide signs too. */
const FORMULA_START = /^'*[=+\-@\t\r＝＋－＠]/;
const DEFUSED = /^'+[=+\-@\t\r＝＋－＠]/;
/** Where Excel's own language divides cells by semicolons, what follows one begins a cell, in quotes or not. */
const FORMULA_INSIDE = /(?<=[;\t])(?='*[=+\-@＝＋－＠])/g;
const DEFUSED_INSIDE = /(?<=[;\t])'(?='*[=+\-@＝＋－＠])/g;

/**
 * A cell as its author meant it: without what cannot be seen, without blanks around it, and without the apostrophes that
 * {@link defusedCell} puts before formulas. A cell in which nothing can be seen is empty.
 */
export function cleanCell(cell: string): string {
  if (IS_PLAIN.test(cell) && !cell.includes(";'")) return cell;
  const seen = cell
    .replace(INVISIBLE, '')
    .replace(LOOSE_JOINER, '')
    .replace(WIDE_BLANK, ' ')
    .replace(LINE_BREAK, '\n')
    .trim();
  if (!isSeen(seen)) return '';
  const meant = seen.replace(DEFUSED_INSIDE, '');
  return DEFUSED.test(meant) ? meant.slice(1).trim() : meant;
}

/**
 * A clean cell so that no spreadsheet runs it as a formula; {@link cleanCell} gives it back.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function defusedCell(cell: string): string {
  const inert = cell.replace(FORMULA_INSIDE, "'");
  return FORMULA_START.test(inert) ? `'${inert}` : inert;
}
