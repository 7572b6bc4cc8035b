import { cleanCell } from '../core/list/clean-cell.ts';
import { MAX_CELL_LENGTH, MAX_SHEET_COLUMNS, type SheetProblem, type SheetRow } from '../core/list/sheet.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { eachRecord, type RecordForm, type SheetRecord } from './records.ts';
import { cellTooLong, controlCharacter, EMPTY, NO_ROWS, tooManyColumns, tooManyRows } from './sheet-problems.ts';

/** The rows of a text that have content, the one with the names first. */
export interface FilledRows {
  readonly names: SheetRow;
  readonly rows: readonly SheetRow[];
  /** How many columns there are up to the last with content. */
  readonly width: number;
}

/** Tabs and line breaks are part of a table; of the others only damage is made. */
const CONTROL = /(?![\t\n])\p{Cc}/u;
/** Rows that are looked at, blank ones included. A sheet of Excel has no more. */
const MAX_RECORDS = 1_048_576;

/** Collects the rows with content, or says which limit they exceed. Only as many are kept as a list may have. */
export function collectRows(text: string, form: RecordForm, maxRows: number): Result<FilledRows, SheetProblem> {
  const hasControls = CONTROL.test(text);
  const kept: SheetRow[] = [];
  let filled = 0;
  let width = 0;
  let problem: SheetProblem | undefined;
  eachRecord(text, form, (record) => {
    if (record.number > MAX_RECORDS) problem = tooManyRows(record.number, maxRows);
    const cells = filledCells(record);
    if (cells.length === 0) return problem === undefined;
    filled += 1;
    width = Math.max(width, cells.length);
    if (hasControls) problem ??= controlProblem(record.number, cells);
    if (filled <= maxRows + 1) {
      problem ??= cellProblem(record.number, cells);
      kept.push({ number: record.number, cells });
    }
    return problem === undefined;
  });
  problem ??= sizeProblem(filled, width, maxRows);
  const [names, ...rows] = kept;
  return problem === undefined && names !== undefined ? ok({ names, rows, width }) : fail(problem ?? EMPTY);
}

/** Clean, and without those behind the last one with content. */
function filledCells({ cells }: SheetRecord): readonly string[] {
  const end = cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  // Too many are refused, so there is no need to look at each.
  if (end > 2 * MAX_SHEET_COLUMNS) return cells.slice(0, end);
  const clean = cells.slice(0, end).map(cleanCell);
  return clean.slice(0, clean.findLastIndex((cell) => cell !== '') + 1);
}

function cellProblem(row: number, cells: readonly string[]): SheetProblem | undefined {
  if (cells.length > MAX_SHEET_COLUMNS) return tooManyColumns(cells.length);
  const column = cells.findIndex((cell) => cell.length > MAX_CELL_LENGTH);
  return column < 0 ? undefined : cellTooLong(row, column, cells[column]?.length ?? 0);
}

function controlProblem(row: number, cells: readonly string[]): SheetProblem | undefined {
  const column = cells.findIndex((cell) => CONTROL.test(cell));
  return column < 0 ? undefined : controlCharacter(row, column);
}

function sizeProblem(filled: number, width: number, maxRows: number): SheetProblem | undefined {
  if (filled === 0) return EMPTY;
  if (filled === 1) return NO_ROWS;
  if (width > MAX_SHEET_COLUMNS) return tooManyColumns(width);
  return filled > maxRows + 1 ? tooManyRows(filled - 1, maxRows) : undefined;
}
