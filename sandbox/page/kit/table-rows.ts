import { plainText, readRichText } from '../text/rich-text.ts';
import { fieldsOf, listOf, numberOf, textOf } from '../unknown-value.ts';

export type Row = readonly unknown[];

export interface Sorting {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** The rows of a `table` or `data_table`; the first one is the header. */
export function rowsOf(rows: unknown): { readonly header: Row; readonly body: readonly Row[] } {
  const [header = [], ...body] = listOf(rows).map(listOf);
  return { header, body };
}

/** The characters of a cell. */
export function cellText(cell: unknown): string {
  const { type, text } = fieldsOf(cell);
  if (type !== 'rich_text') return textOf(text);
  return readRichText(cell)
    .flatMap((passage) => ('content' in passage ? plainText(passage.content) : []))
    .join(' ');
}

/** Numbers by their value, everything else as people sort words. */
export function sortRows(rows: readonly Row[], sorting: Sorting | undefined): readonly Row[] {
  if (sorting === undefined) return rows;
  const { column, direction } = sorting;
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => sign * compareCells(one[column], other[column]));
}

const WORDS = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compareCells(one: unknown, other: unknown): number {
  const [first, second] = [numericValue(one), numericValue(other)];
  if (first !== undefined && second !== undefined) return first - second;
  return WORDS.compare(cellText(one), cellText(other));
}

function numericValue(cell: unknown): number | undefined {
  const { type, value } = fieldsOf(cell);
  return type === 'raw_number' ? numberOf(value) : undefined;
}

/** Not sorted, then ascending, then descending, then as it came. */
export function nextSorting(sorting: Sorting | undefined, column: number): Sorting | undefined {
  if (sorting?.column !== column) return { column, direction: 'ascending' };
  return sorting.direction === 'ascending' ? { column, direction: 'descending' } : undefined;
}
