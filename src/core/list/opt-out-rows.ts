import type { ReadNumber, Recipient } from '../recipients/recipient.ts';
import { fail, ok, type Result } from '../result.ts';
import { isPhoneName } from './columns/column-key.ts';
import { looksLikeNumber, readNumberCell } from './rows/number-cell.ts';
import { columnName, type Sheet, type SheetColumn } from './sheet.ts';

/** The people of a sheet, each once, and what is wrong with the other rows. */
export interface OptOutRows {
  readonly column: SheetColumn;
  readonly people: readonly Recipient[];
  /** In the order of the sheet, which numbers its rows. */
  readonly problems: readonly { readonly row: number; readonly sentence: string }[];
}

/** A column of which as many cells read as numbers is the one with the numbers. */
const MIN_READABLE_SHARE = 0.9;

/**
 * Reads people out of a sheet. A sheet without a row of names is read, too.
 *
 * @param letter the column with the numbers; left out where the sheet shows it
 * @returns a sentence where it is not clear which column has the numbers
 */
export function readOptOutRows(sheet: Sheet, readNumber: ReadNumber, letter?: string): Result<OptOutRows, string> {
  const column = letter === undefined ? findColumn(sheet, readNumber) : columnOf(sheet, letter);
  if (!column.ok) return column;
  const { index, name } = column.value;
  const rows = sheet.rows.map(({ cells, number }) => ({ cell: cells[index] ?? '', number }));
  const first = (sheet.rows[0]?.number ?? 2) - 1;
  const all = looksLikeNumber(name) ? [{ cell: name, number: first }, ...rows] : rows;
  const people = new Map<string, Recipient>();
  const problems: { readonly row: number; readonly sentence: string }[] = [];
  for (const { cell, number: row } of all) {
    const read = cell.trim() === '' ? fail('There is no number.') : readNumberCell(cell, readNumber, undefined);
    if (read.ok) people.set(read.value.number, read.value);
    else problems.push({ row, sentence: read.failure });
  }
  return ok({ column: column.value, people: [...people.values()], problems });
}

function columnOf({ columns }: Sheet, letter: string): Result<SheetColumn, string> {
  const found = columns.find((column) => column.letter === letter.toUpperCase());
  return found === undefined ? fail(`There is no column ${letter}.`) : ok(found);
}

function findColumn(sheet: Sheet, readNumber: ReadNumber): Result<SheetColumn, string> {
  const named = sheet.columns.filter(({ name }) => isPhoneName(name));
  const [only, another] =
    named.length > 0 ? named : sheet.columns.filter((column) => isReadable(sheet, column, readNumber));
  if (only !== undefined && another === undefined) return ok(only);
  const names = sheet.columns.map(columnName).join(', ');
  return fail(
    only === undefined
      ? 'No column has phone numbers.'
      : `Several columns may have the phone numbers. Say which with --column and its letter: ${names}.`,
  );
}

function isReadable({ rows }: Sheet, { index }: SheetColumn, readNumber: ReadNumber): boolean {
  const cells = rows.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== '');
  const read = cells.filter((cell) => looksLikeNumber(cell) && readNumber(cell).ok).length;
  return cells.length > 0 && read / cells.length >= MIN_READABLE_SHARE;
}
