import { formatCount } from '../core/format.ts';
import {
  columnLetter,
  MAX_CELL_LENGTH,
  MAX_SHEET_BYTES,
  MAX_SHEET_COLUMNS,
  type SheetProblem,
} from '../core/list/sheet.ts';

const MEGABYTE = 1024 * 1024;

export const EMPTY: SheetProblem = {
  kind: 'empty',
  sentence:
    'There is nothing in it. Put the names of the columns into the first row, and one person into each row below.',
};

export const NO_ROWS: SheetProblem = {
  kind: 'no_rows',
  sentence: 'There is one row, and it has to hold the names of the columns. Add a row below it for each person.',
};

export function tooLarge(bytes: number): SheetProblem {
  const size = (Math.ceil((bytes / MEGABYTE) * 10) / 10).toLocaleString('en-US');
  return {
    kind: 'too_large',
    sentence: `The file has ${size} MB, and a list has at most ${MAX_SHEET_BYTES / MEGABYTE} MB. Split it into several files.`,
  };
}

export function tooManyRows(rows: number, most: number): SheetProblem {
  return {
    kind: 'too_many_rows',
    sentence: `There are ${formatCount(rows)} rows, and a list has at most ${formatCount(most)}. Split it into several files.`,
  };
}

export function tooManyColumns(columns: number): SheetProblem {
  return {
    kind: 'too_many_columns',
    sentence: `There are ${formatCount(columns)} columns, and a list has at most ${MAX_SHEET_COLUMNS}. Delete those that the message does not use.`,
  };
}

export function cellTooLong(row: number, column: number, length: number): SheetProblem {
  return {
    kind: 'cell_too_long',
    sentence: `Row ${row}, column ${columnLetter(column)} has ${formatCount(length)} characters, and a cell has at most ${formatCount(MAX_CELL_LENGTH)}. Shorten it, or delete the column.`,
  };
}

export function controlCharacter(row: number, column: number): SheetProblem {
  return {
    kind: 'control_character',
    sentence: `Row ${row}, column ${columnLetter(column)} has a character in it that is no letter, so the file is damaged or no CSV. Save the sheet again as CSV UTF-8.`,
  };
}

export function openQuote(row: number, column: number): SheetProblem {
  return {
    kind: 'open_quote',
    sentence: `Row ${row}, column ${columnLetter(column)} has a quote (") that opens a cell and does not close it where the cell ends. Close it, or take it out, and save the file again.`,
  };
}
