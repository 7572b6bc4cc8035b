/** The signs that part the cells of a row. */
export type Separator = ',' | ';' | '\t' | '|';

export type Encoding = 'UTF-8' | 'Windows-1252' | 'UTF-16LE' | 'UTF-16BE';

/** Which spelling of a file's rows was found. */
export interface SheetForm {
  /** Undefined for rows that were pasted, which come as text. */
  readonly encoding: Encoding | undefined;
  readonly separator: Separator;
}

export interface SheetColumn {
  /** From 0: the place of its cells in each row. */
  readonly index: number;
  /** As a spreadsheet writes it over the column: `A`, `AA`. */
  readonly letter: string;
  /** From the first row; empty when nothing stands there. */
  readonly name: string;
}

export interface SheetRow {
  /** As a spreadsheet shows it beside the row; the row with the names usually is 1. */
  readonly number: number;
  /** One a column; empty where the file has none. */
  readonly cells: readonly string[];
}

/** What a file or a pasted table holds. Rows without any content are left out, and keep their number. */
export interface Sheet {
  readonly form: SheetForm;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly SheetRow[];
  /**
   * The first cell with a letter outside ASCII, for a person to look at. Only where the encoding was guessed: in another
   * one it would be another letter.
   */
  readonly lookAt?: { readonly row: number; readonly letter: string; readonly text: string };
}

/** Why there is no sheet, by kind, and as a sentence for the person who gave it. */
export interface SheetProblem {
  readonly kind: SheetProblemKind;
  readonly sentence: string;
}

type SheetProblemKind =
  | 'empty'
  | 'no_rows'
  | 'too_large'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'cell_too_long'
  /** A file of Excel, Numbers or LibreOffice, which is not text. */
  | 'workbook'
  /** HTML, as a page that asks to sign in. */
  | 'web_page'
  /** A PDF, a picture, JSON and the like. */
  | 'other_file'
  /** Bytes that are no text in the encoding that the file says it has. */
  | 'damaged_text'
  | 'control_character'
  | 'open_quote';

/** Limits of a list. */
export const MAX_SHEET_BYTES = 5 * 1024 * 1024;
export const MAX_SHEET_COLUMNS = 200;
/** In characters. */
export const MAX_CELL_LENGTH = 4_096;
export const DEFAULT_MAX_LIST_ROWS = 2_000;
export const HIGHEST_MAX_LIST_ROWS = 10_000;

/** Those first that people write least inside a cell; a tab is never typed there. */
export const SEPARATORS: readonly Separator[] = ['\t', '|', ';', ','];

/** What people call them. */
export const SEPARATOR_NAMES: Readonly<Record<Separator, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
};

/** `Read as Windows-1252, separated by semicolons.` */
export function formSentence({ form, columns }: Pick<Sheet, 'form' | 'columns'>): string {
  const parted = columns.length > 1 ? `separated by ${SEPARATOR_NAMES[form.separator]}` : 'one column';
  return `Read as ${form.encoding ?? 'pasted rows'}, ${parted}.`;
}

const LETTERS = 26;
const CODE_OF_A = 65;

/** `A` for 0, `Z` for 25, `AA` for 26. */
export function columnLetter(index: number): string {
  const before = Math.floor(index / LETTERS);
  return (before > 0 ? columnLetter(before - 1) : '') + String.fromCharCode(CODE_OF_A + (index % LETTERS));
}

/** `column C (Amount)`; `column C` where it has no name. */
export function columnName({ letter, name }: Pick<SheetColumn, 'letter' | 'name'>): string {
  return name === '' ? `column ${letter}` : `column ${letter} (${name})`;
}
