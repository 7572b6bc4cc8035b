import { capitalized } from '../format.ts';
import { defusedCell } from './clean-cell.ts';
import { csvFile, csvLine } from './csv-line.ts';
import type { ListPlan, RowProblem } from './list-plan.ts';
import { REPORT_COLUMNS } from './report-columns.ts';
import { columnName, type Sheet } from './sheet.ts';

/**
 * The sheet as CSV, with what is wrong in two more columns, `row` and `problem`. Repaired and given back it reads as the
 * same rows.
 *
 * @param rows all of them, or only those with an error.
 */
export function problemReport(
  sheet: Sheet,
  plan: Pick<ListPlan, 'problems' | 'leftOut'>,
  rows: 'all' | 'left_out',
): string {
  const sentences = sentencesByRow(plan.problems);
  const leftOut = new Set(plan.leftOut);
  const shown = rows === 'all' ? sheet.rows : sheet.rows.filter(({ number }) => leftOut.has(number));
  const lines = [
    [...sheet.columns.map(({ name }) => name), ...REPORT_COLUMNS],
    ...shown.map(({ number, cells }) => [...cells, String(number), (sentences.get(number) ?? []).join(' ')]),
  ];
  return csvFile(lines.map((cells) => csvLine(cells.map(defusedCell), sheet.form.separator)));
}

function sentencesByRow(problems: readonly RowProblem[]): ReadonlyMap<number, readonly string[]> {
  const sentences = new Map<number, string[]>();
  for (const { row, lastRow = row, column, sentence } of problems) {
    const line = `${capitalized(columnName(column))}: ${sentence}`;
    for (let number = row; number <= lastRow; number += 1) {
      const known = sentences.get(number);
      if (known === undefined) sentences.set(number, [line]);
      else known.push(line);
    }
  }
  return sentences;
}
