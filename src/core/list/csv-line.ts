import type { Separator } from './sheet.ts';

/** Tells a spreadsheet that the file is UTF-8. */
const BOM = '\ufeff';

/** The cells of one row as a line of CSV, without its end. */
export function csvLine(cells: readonly string[], separator: Separator): string {
  return cells.map((cell) => quoted(cell, separator)).join(separator);
}

/** Lines as the text of a file for people to download. */
export function csvFile(lines: readonly string[]): string {
  return BOM + lines.map((line) => `${line}\r\n`).join('');
}

function quoted(cell: string, separator: Separator): string {
  const needsQuotes = cell.includes(separator) || /["\r\n]|^\s|\s$/.test(cell);
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}
