import { columnKey } from '../columns/column-key.ts';
import { SEPARATOR_NAMES, SEPARATORS, type Separator, type Sheet, type SheetRow } from '../sheet.ts';
import { looksLikeNumber } from './number-cell.ts';

type ReadSheetFacts = Pick<Sheet, 'columns' | 'form'>;

/** Said of a row that is no person's: its cells mean something else than those above it. */
export function oddRowSentence(sheet: ReadSheetFacts, { cells }: SheetRow): string | undefined {
  const filled = cells.filter((cell) => cell !== '');
  if (isNamesAgain(sheet, cells)) {
    return 'The names of the columns stand here once more, as where two files were joined. Delete the row.';
  }
  const other = otherSeparator(sheet, filled);
  if (other === undefined) return undefined;
  const separator = sheet.form.separator;
  return `The row is separated by ${SEPARATOR_NAMES[other]}, and the first row by ${SEPARATOR_NAMES[separator]}. Use one of them, and save the file again.`;
}

function isNamesAgain({ columns }: ReadSheetFacts, cells: readonly string[]): boolean {
  const named = columns.filter(({ name }) => name !== '');
  return named.length > 0 && named.every(({ index, name }) => columnKey(cells[index] ?? '') === columnKey(name));
}

/** The separator by which the row has all of its cells, where the one of the first row leaves most of them together. */
function otherSeparator({ columns, form }: ReadSheetFacts, filled: readonly string[]): Separator | undefined {
  const width = columns.filter(({ name }) => name !== '').length;
  if (width < 2 || filled.length === 0 || filled.length * 2 > width) return undefined;
  const text = filled.join(form.separator);
  return SEPARATORS.find((other) => {
    if (other === form.separator) return false;
    const parts = text.split(other);
    return parts.length >= width && parts.some((part) => looksLikeNumber(part.trim()));
  });
}
