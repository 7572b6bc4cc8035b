import type { Sheet, SheetColumn } from './sheet.ts';

/** Stand behind the person's own columns in a report of problems. */
export const REPORT_COLUMNS = ['row', 'problem'] as const;

/**
 * A sheet without the columns that a report of problems added to it, so that it can be repaired and given back. The others
 * keep their letters.
 */
export function withoutReportColumns(sheet: Sheet): Sheet {
  const at = sheet.columns.findLastIndex((_, index) =>
    REPORT_COLUMNS.every((name, place) => isNamed(sheet.columns[index + place], name)),
  );
  if (at < 0) return sheet;
  const isOwn = (_: unknown, index: number): boolean => index < at || index >= at + REPORT_COLUMNS.length;
  return {
    ...sheet,
    columns: sheet.columns.filter(isOwn).map((column, index) => ({ ...column, index })),
    rows: sheet.rows
      .map((row) => ({ ...row, cells: row.cells.filter(isOwn) }))
      .filter(({ cells }) => cells.some((cell) => cell !== '')),
  };
}

function isNamed(column: SheetColumn | undefined, name: string): boolean {
  return column?.name.toLowerCase() === name;
}
