import type { RowProblem } from '../list-plan.ts';
import type { SheetColumn } from '../sheet.ts';
import type { ReadRow } from './read-row.ts';

/** So many rows are no chance: a cell with a number was dragged down. */
const MIN_RISING_ROWS = 5;

/** Rows whose numbers rise by one from row to row, as a spreadsheet fills a column. */
export function risingRuns(rows: readonly ReadRow[], column: SheetColumn): readonly RowProblem[] {
  const runs: RowProblem[] = [];
  let start = 0;
  for (let at = 1; at <= rows.length; at += 1) {
    if (at < rows.length && isNext(rows[at - 1], rows[at])) continue;
    const [first, last] = [rows[start]?.row, rows[at - 1]?.row];
    if (at - start >= MIN_RISING_ROWS && first !== undefined && last !== undefined)
      runs.push(runOf(first, last, column));
    start = at;
  }
  return runs;
}

function isNext(before: ReadRow | undefined, row: ReadRow | undefined): boolean {
  if (before?.recipient === undefined || row?.recipient === undefined) return false;
  return Number(row.recipient.number) - Number(before.recipient.number) === 1;
}

function runOf(row: number, lastRow: number, column: SheetColumn): RowProblem {
  const sentence = 'The numbers go up by one from row to row: Excel filled the column. Write each person’s own number.';
  return { row, lastRow, column, kind: 'rising', weight: 'error', sentence };
}
