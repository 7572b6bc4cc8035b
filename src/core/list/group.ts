import { columnLetter, type Sheet } from './sheet.ts';

/** People who were saved from a list, with what the list said about each. */
export interface SavedGroup {
  readonly name: string;
  /** The names over the columns. */
  readonly columns: readonly string[];
  /** The cells of each person, one a column. */
  readonly rows: readonly (readonly string[])[];
}

/** The row with the names is 1, as in a file. */
const FIRST_ROW = 2;

/** The people of a group as a sheet, to be read like a file. */
export function sheetOfGroup({ columns, rows }: SavedGroup): Sheet {
  return {
    form: { encoding: undefined, separator: ',' },
    columns: columns.map((name, index) => ({ index, letter: columnLetter(index), name })),
    rows: rows.map((cells, at) => ({ number: at + FIRST_ROW, cells })),
  };
}

/** A group of the rows of a sheet that are not left out. */
export function groupOfSheet(
  name: string,
  sheet: Pick<Sheet, 'columns' | 'rows'>,
  leftOut: readonly number[],
): SavedGroup {
  const without = new Set(leftOut);
  return {
    name,
    columns: sheet.columns.map((column) => column.name),
    rows: sheet.rows.filter(({ number }) => !without.has(number)).map(({ cells }) => cells),
  };
}
