import type { Separator } from './sheet.ts';

/** The cells of one row as a line of CSV, without its end. */
export function csvLine(cells: readonly string[], separator: Separator): string {
  return cells.map((cell) => quoted(cell, separator)).join(separator);
}

function quoted(cell: string, separator: Separator): string {
  const needsQuotes = cell.includes(separator) || /["\r\n]|^\s|\s$/.test(cell);
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}
