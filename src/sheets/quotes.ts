import type { Separator } from '../core/list/sheet.ts';

/** Where the rows end whose quotes are right: at the end of the text, or where the first other row begins. */
export interface SoundRows {
  readonly end: number;
  /** From 1; the row that begins there. */
  readonly nextRow: number;
  /** From 0; the column of the quote in that row. */
  readonly column: number;
}

/**
 * Looks for a quote that opens a cell and is not closed, or is closed in the middle of it. Papaparse goes on behind one and
 * takes the rows that follow into the cell, and is slow when there are many.
 *
 * @param text with `\n` as its only line break.
 */
export function soundRows(text: string, separator: Separator): SoundRows {
  const unquoted = new RegExp(`[^\\n${escaped(separator)}]*`, 'y');
  const blanks = new RegExp(`[^\\S\\n${escaped(separator)}]*`, 'y');
  let start = 0;
  let row = 1;
  let column = 0;
  for (let at = 0; at < text.length; at += 1) {
    const isQuoted = text[at] === '"';
    const from = isQuoted ? afterQuotes(text, at) : at;
    const end = from === undefined ? undefined : endOf(isQuoted ? blanks : unquoted, text, from);
    if (end === undefined || !isEndOfCell(text[end], separator)) return { end: start, nextRow: row, column };
    if (text[end] === '\n') {
      start = end + 1;
      row += 1;
      column = 0;
    } else column += 1;
    at = end;
  }
  return { end: text.length, nextRow: row, column };
}

/** The place behind the quotes that open at `from`; two in a row are a letter of the cell. Undefined when they stay open. */
function afterQuotes(text: string, from: number): number | undefined {
  let at = text.indexOf('"', from + 1);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at === -1 ? undefined : at + 1;
}

function isEndOfCell(letter: string | undefined, separator: Separator): boolean {
  return letter === undefined || letter === '\n' || letter === separator;
}

function endOf(run: RegExp, text: string, from: number): number {
  run.lastIndex = from;
  run.test(text);
  return run.lastIndex;
}

function escaped(separator: Separator): string {
  return separator === '\t' ? '\\t' : `\\${separator}`;
}
