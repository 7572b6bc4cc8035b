import type { Recipient } from '../recipients/recipient.ts';
import type { FieldId, FieldProblem, FieldValues, TemplateField } from '../template/fields/field.ts';
import type { TemplateMessage } from '../template/message/message.ts';
import type { SheetColumn } from './sheet.ts';

/** What a person answered about a list. */
export interface ListChoices {
  /** The letter of the column with the phone numbers, where it had to be asked. */
  readonly phoneColumn?: string | undefined;
  /** For fields whose name no column has: the letter of the column that was chosen. */
  readonly columns?: Readonly<Partial<Record<FieldId, string>>> | undefined;
  /** For fields without a column: the same value for everybody. */
  readonly values?: FieldValues | undefined;
  /** Some people get more than one message. */
  readonly severalPerPerson?: boolean | undefined;
  /** Numbers that rise by one are people's numbers, and not a column that a spreadsheet filled down. */
  readonly risingIsRight?: boolean | undefined;
}

/** Where the value of one field comes from. */
export type FieldSource =
  | { readonly kind: 'column'; readonly field: TemplateField; readonly column: SheetColumn }
  /** The same value for everybody. */
  | { readonly kind: 'everybody'; readonly field: TemplateField; readonly value: string };

/** Which column is what, with nothing left to ask. */
export interface ListColumns {
  readonly phone: SheetColumn;
  readonly fields: readonly FieldSource[];
  readonly unused: readonly SheetColumn[];
}

/** What has to be answered, or changed in the file, before the rows can be read. */
export interface OpenColumns {
  /** In the file; they cannot be answered here. */
  readonly problems: readonly ColumnProblem[];
  /** Undefined where `phoneQuestion` asks for it. */
  readonly phone: SheetColumn | undefined;
  readonly phoneQuestion: PhoneQuestion | undefined;
  /** Fields that have no column, and no value for everybody yet. */
  readonly missing: readonly TemplateField[];
  /** Of those, the columns whose names are nearly theirs. */
  readonly likely: Readonly<Partial<Record<FieldId, SheetColumn>>>;
  /** Values for everybody that cannot be sent, each at its own field. */
  readonly refused: readonly FieldProblem[];
  readonly fields: readonly FieldSource[];
  readonly unused: readonly SheetColumn[];
}

export interface PhoneQuestion {
  /** No column has the name of one, or several have. */
  readonly why: 'none' | 'several';
  readonly columns: readonly SheetColumn[];
  /** The one whose cells are phone numbers, nine of ten at least. */
  readonly preChosen: SheetColumn | undefined;
  readonly sentence: string;
}

export interface ColumnProblem {
  readonly kind: 'no_names' | 'used_twice' | 'unnamed' | 'no_numbers' | 'two_in_one';
  readonly sentence: string;
}

/** The message of one row. */
export interface PlannedMessage {
  /** As the spreadsheet numbers it. */
  readonly row: number;
  readonly recipient: Recipient;
  /** How many characters its values have. */
  readonly length: number;
  readonly message: TemplateMessage;
}

type RowProblemKind =
  /** The phone number cannot be used. */
  | 'number'
  /** A needed cell is empty. */
  | 'empty'
  /** Something was lost or left over before the file came here: `#N/A`, `9.19E+11`, `{{name}}`. */
  | 'damage'
  /** The value breaks a rule of WhatsApp or of the template. */
  | 'value'
  /** The row has more cells than there are columns with a name. */
  | 'extra_cell'
  /** Another row has the same number and other words. */
  | 'other_words'
  /** Numbers that rise by one from row to row. */
  | 'rising';

/** What is wrong with a row, or worth a look. */
export interface RowProblem {
  readonly row: number;
  /** The last of several rows with one problem. */
  readonly lastRow?: number;
  readonly column: SheetColumn;
  readonly kind: RowProblemKind;
  /** A row with an error is not sent; one with nothing but warnings is. */
  readonly weight: 'error' | 'warning';
  /** Without the place. */
  readonly sentence: string;
}

interface ListCounts {
  /** Rows with content, the one with the names not counted. It is the sum of the other three. */
  readonly rows: number;
  readonly messages: number;
  /** Rows that say the same to the same number as one before them. */
  readonly doubled: number;
  /** Rows with an error. */
  readonly leftOut: number;
}

/** What a list leads to. */
export interface ListPlan {
  /** In the order of the file. */
  readonly messages: readonly PlannedMessage[];
  /** In the order of the file; errors and warnings. */
  readonly problems: readonly RowProblem[];
  /** The numbers of the rows with an error, in order. */
  readonly leftOut: readonly number[];
  readonly counts: ListCounts;
  /** Cells that were repaired without losing anything, such as `="+91…"`. */
  readonly repaired: number;
  /** Of the messages, most first; a number of no single country has undefined. */
  readonly countries: readonly { readonly country: string | undefined; readonly messages: number }[];
  /** Places in `messages` to look at; undefined when there is none. */
  readonly samples: { readonly first: number; readonly longest: number; readonly shortest: number } | undefined;
}

/** How many characters these values have. */
export function lengthOfValues(values: FieldValues): number {
  return Object.values(values).reduce((sum, value = '') => sum + value.length, 0);
}

/** The first message of all, the longest and the shortest; undefined when there is none. */
export function samplePlaces(messages: readonly Pick<PlannedMessage, 'length'>[]): ListPlan['samples'] {
  if (messages.length === 0) return undefined;
  const at = { first: 0, longest: 0, shortest: 0 };
  for (const [place, { length }] of messages.entries()) {
    if (length > (messages[at.longest]?.length ?? 0)) at.longest = place;
    if (length < (messages[at.shortest]?.length ?? 0)) at.shortest = place;
  }
  return at;
}

/** `Row 7, column C (Amount): …`; `Rows 2–41, column A (phone): …` */
export function problemLine(problem: RowProblem): string {
  return `${placeOf(problem)}: ${problem.sentence}`;
}

function placeOf({ row, lastRow, column }: RowProblem): string {
  const rows = lastRow === undefined ? `Row ${row}` : `Rows ${row}–${lastRow}`;
  return `${rows}, column ${column.letter}${column.name === '' ? '' : ` (${column.name})`}`;
}
