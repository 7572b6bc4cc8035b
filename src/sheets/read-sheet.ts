import { withoutReportColumns } from '../core/list/report-columns.ts';
import {
  columnLetter,
  DEFAULT_MAX_LIST_ROWS,
  HIGHEST_MAX_LIST_ROWS,
  MAX_SHEET_BYTES,
  type Sheet,
  type SheetForm,
  type SheetProblem,
} from '../core/list/sheet.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { ReadSheet } from '../flow/ports/sheets.ts';
import { collectRows, type FilledRows } from './collect-rows.ts';
import { decodeText } from './decode-text.ts';
import { fileKindProblem, textKindProblem } from './file-kind.ts';
import { findSeparator } from './find-separator.ts';
import { soundRows } from './quotes.ts';
import type { RecordForm } from './records.ts';
import { NO_ROWS, openQuote, tooLarge } from './sheet-problems.ts';

const BOM = /^\ufeff/;
/** DOS wrote it behind a text. */
const END_OF_FILE = '\u001a';
/** In Windows-1252 each byte above 127 is a letter, and another one in other encodings. */
const FOREIGN_LETTER = /[^\P{L}\p{ASCII}]/u;

export const readSheet: ReadSheet = (content, maxRows = DEFAULT_MAX_LIST_ROWS) => {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  if (size > MAX_SHEET_BYTES) return fail(tooLarge(size));
  const text = textOf(content);
  return text.ok ? sheetIn(text.value, Math.min(maxRows, HIGHEST_MAX_LIST_ROWS)) : text;
};

interface ReadText {
  readonly encoding: SheetForm['encoding'];
  /** With `\n` as its only line break. */
  readonly text: string;
}

function textOf(content: Uint8Array | string): Result<ReadText, SheetProblem> {
  if (typeof content === 'string') return ok({ encoding: undefined, text: plainText(content.toWellFormed()) });
  const problem = fileKindProblem(content);
  if (problem !== undefined) return fail(problem);
  const decoded = decodeText(content);
  return decoded.ok ? ok({ ...decoded.value, text: plainText(decoded.value.text) }) : decoded;
}

function plainText(text: string): string {
  const whole = text.endsWith(END_OF_FILE) ? text.slice(0, -1) : text;
  return whole.replace(BOM, '').replace(/\r\n?/g, '\n');
}

function sheetIn({ encoding, text: whole }: ReadText, maxRows: number): Result<Sheet, SheetProblem> {
  const problem = textKindProblem(whole);
  if (problem !== undefined) return fail(problem);
  const { separator, text } = findSeparator(whole);
  const table = withoutBlankEnd(text, separator);
  const form = formOf(table, separator);
  if (!form.ok) return form;
  const filled = collectRows(table, form.value, maxRows);
  if (!filled.ok) return filled;
  const sheet = sheetOf({ encoding, separator }, filled.value);
  return sheet.rows.length === 0 ? fail(NO_ROWS) : ok(sheet);
}

/** Without the blank rows at its end, of which a spreadsheet may write a million, and blank cells before them. */
function withoutBlankEnd(text: string, separator: SheetForm['separator']): string {
  const blank = ['\n', ' ', separator];
  let last = text.length - 1;
  while (last >= 0 && blank.includes(text[last] ?? '')) last -= 1;
  return text.slice(0, last + 1);
}

/** A spreadsheet puts no quotes around what is copied out of it, so a quote there is a letter. */
function formOf(text: string, separator: SheetForm['separator']): Result<RecordForm, SheetProblem> {
  const { column, end, nextRow } = soundRows(text, separator);
  const isSound = end === text.length;
  return isSound || separator === '\t' ? ok({ separator, hasQuotes: isSound }) : fail(openQuote(nextRow, column));
}

function sheetOf(form: SheetForm, { names, rows, width }: FilledRows): Sheet {
  const columns = Array.from({ length: width }, (_, index) => ({
    index,
    letter: columnLetter(index),
    name: (names.cells[index] ?? '').replace(/\s+/g, ' '),
  }));
  const padded = rows.map(({ number, cells }) => ({
    number,
    cells: cells.length === width ? cells : columns.map(({ index }) => cells[index] ?? ''),
  }));
  const sheet = withoutReportColumns({ form, columns, rows: padded });
  const lookAt = form.encoding === 'Windows-1252' ? foreignCell(sheet, names.number) : undefined;
  return lookAt === undefined ? sheet : { ...sheet, lookAt };
}

/** Among the people's values first: the names of columns are not sent. */
function foreignCell({ columns, rows }: Sheet, namesRow: number): Sheet['lookAt'] {
  const names = { number: namesRow, cells: columns.map(({ name }) => name) };
  for (const { number, cells } of [...rows, names]) {
    const index = cells.findIndex((cell) => FOREIGN_LETTER.test(cell));
    if (index >= 0) return { row: number, letter: columns[index]?.letter ?? '', text: cells[index] ?? '' };
  }
  return undefined;
}
