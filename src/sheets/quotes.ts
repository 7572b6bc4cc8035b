import type { Separator } from '../core/list/sheet.ts';

/** Where the rows end whose quotes are right: at the end of the text, or where the first other row begins. */
export interface SoundRows {
  readonly end: number;
  /** From 1; the row that begins there. */
  readonly nextRow: number;
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
  for (let at = 0; at < text.length; at += 1) {
    const isQuoted = text[at] === '"';
    const end = endOf(isQuoted ? blanks : unquoted, text, isQuoted ? closingQuote(text, at) + 1 : at);
    const isSound = !isQuoted || (end > at && (end === text.length || text[end] === '\n' || text[end] === separator));
    if (!isSound) return { end: start, nextRow: row };
    if (text[end] === '\n') {
      start = end + 1;
      row += 1;
    }
    at = end;
  }
  return { end: text.length, nextRow: row };
}

/** Of the quote that opens at `from`; two quotes are a letter of the cell. -1 when there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function endOf(run: RegExp, text: string, from: number): number {
  run.lastIndex = from;
  run.test(text);
  return run.lastIndex;
}

function escaped(separator: Separator): string {
  return separator === '\t' ? '\\t' : `\\${separator}`;
}
