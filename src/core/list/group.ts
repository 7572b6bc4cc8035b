import type { Sheet } from './sheet.ts';

/** People who were saved from a list, with what the list said about each. */
export interface SavedGroup {
  readonly name: string;
  /** The names over the columns. */
  readonly columns: readonly string[];
  /** The cells of each person, one a column. */
  readonly rows: readonly (readonly string[])[];
}

/** The people of a group as a sheet, to be read like a file. */
export declare function sheetOfGroup(group: SavedGroup): Sheet;

/** A group of the rows of a sheet that are not left out. */
export declare function groupOfSheet(name: string, sheet: Sheet, leftOut: readonly number[]): SavedGroup;
