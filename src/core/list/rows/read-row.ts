import type { PhoneNumber } from '../../recipients/phone-number.ts';
import type { ReadNumber, Recipient } from '../../recipients/recipient.ts';
import type { Result } from '../../result.ts';
import type { FieldId, FieldProblem, FieldValues, TemplateField } from '../../template/fields/field.ts';
import { fillTemplate } from '../../template/fields/fields.ts';
import type { TemplateMessage } from '../../template/message/message.ts';
import type { Template } from '../../template/template.ts';
import { extraColumns } from '../columns/names-row.ts';
import { type FieldSource, type ListColumns, lengthOfValues, type RowProblem } from '../list-plan.ts';
import type { Sheet, SheetColumn, SheetRow } from '../sheet.ts';
import { damageIn, repairedCell } from './cell-damage.ts';
import { readNumberCell, repairedNumber } from './number-cell.ts';
import { oddRowSentence } from './odd-row.ts';

/** What stands in one row; without a message where it has an error. */
export interface ReadRow {
  readonly row: number;
  readonly recipient: Recipient | undefined;
  /** How many characters its values have. */
  readonly length: number;
  readonly message: TemplateMessage | undefined;
  readonly problems: readonly RowProblem[];
  /** How many of its cells were repaired. */
  readonly repaired: number;
}

type Found = Omit<RowProblem, 'row'>;

interface RowNeeds {
  readonly sheet: Pick<Sheet, 'columns' | 'form'>;
  readonly columns: ListColumns;
  readonly template: Template;
  readonly readNumber: ReadNumber;
  readonly sender?: PhoneNumber | undefined;
}

/** @returns the reader of the rows of this sheet. */
export function createReadRow({ sheet, columns, template, readNumber, sender }: RowNeeds): (row: SheetRow) => ReadRow {
  const extra = extraColumns(sheet.columns, columns.phone);
  return (sheetRow) => {
    const { number, cells } = sheetRow;
    const cellOf = ({ index }: SheetColumn): string => cells[index] ?? '';
    const { isRepaired, reading } = readPhone(cellOf(columns.phone), readNumber, sender);
    const odd = reading?.ok ? undefined : oddRowSentence(sheet, sheetRow);
    if (odd !== undefined) return oddRow(number, columns.phone, odd);
    const { values, repaired } = valuesIn(columns.fields, cellOf);
    const filled = fillTemplate(template, values);
    const found: readonly Found[] = [
      ...(reading?.ok ? [] : [numberProblem(columns.phone, reading?.failure)]),
      ...valueProblems(columns, values, filled.ok ? [] : filled.failure),
      ...extra.filter((column) => cellOf(column) !== '').map(extraCell),
    ];
    return {
      row: number,
      recipient: reading?.ok ? reading.value : undefined,
      length: lengthOfValues(values),
      message: filled.ok && found.every(({ weight }) => weight === 'warning') ? filled.value : undefined,
      problems: found.map((problem) => ({ row: number, ...problem })).sort((a, b) => a.column.index - b.column.index),
      repaired: repaired + (isRepaired ? 1 : 0),
    };
  };
}

interface ReadPhone {
  readonly isRepaired: boolean;
  /** Undefined where the cell is empty. */
  readonly reading: Result<Recipient, string> | undefined;
}

function readPhone(cell: string, readNumber: ReadNumber, sender: PhoneNumber | undefined): ReadPhone {
  const phone = repairedNumber(cell);
  const reading = phone === '' ? undefined : readNumberCell(phone, readNumber, sender);
  const isZeroGone = reading?.ok === true && reading.value.changes?.includes('spreadsheet_zero') === true;
  return { isRepaired: phone !== cell || isZeroGone, reading };
}

function oddRow(row: number, column: SheetColumn, sentence: string): ReadRow {
  const problems = [{ row, column, kind: 'damage', weight: 'error', sentence } as const];
  return { row, recipient: undefined, length: 0, message: undefined, problems, repaired: 0 };
}

function numberProblem(column: SheetColumn, sentence: string | undefined): Found {
  return sentence === undefined
    ? { column, kind: 'empty', weight: 'error', sentence: 'The phone number is missing. Write it, or delete the row.' }
    : { column, kind: 'number', weight: 'error', sentence };
}

function valuesIn(
  fields: readonly FieldSource[],
  cellOf: (column: SheetColumn) => string,
): { readonly values: FieldValues; readonly repaired: number } {
  const values: Partial<Record<FieldId, string>> = {};
  let repaired = 0;
  for (const source of fields) {
    const cell = source.kind === 'everybody' ? source.value : cellOf(source.column);
    const value = source.kind === 'everybody' ? cell : repairedCell(cell);
    if (value !== cell) repaired += 1;
    if (value !== '') values[source.field.id] = value;
  }
  return { values, repaired };
}

/** One a field: what is lost comes before the rule that the value breaks for it. */
function valueProblems(
  { phone, fields }: ListColumns,
  values: FieldValues,
  refused: readonly FieldProblem[],
): readonly Found[] {
  const merged = emptyRow(fields, values, refused);
  if (merged !== undefined) return [merged];
  const left = new Map(refused.map(({ field, sentence }) => [field, sentence]));
  const found: Found[] = [];
  for (const source of fields) {
    const { field } = source;
    const sentence = left.get(field.id);
    left.delete(field.id);
    const column = source.kind === 'column' ? source.column : phone;
    const problem = problemOf(source, values[field.id] ?? '', sentence);
    if (problem !== undefined) found.push({ column, ...problem });
  }
  for (const sentence of left.values()) found.push({ column: phone, kind: 'value', weight: 'error', sentence });
  return found;
}

/** One problem in place of one a cell, where a row has none of several values. */
function emptyRow(
  fields: readonly FieldSource[],
  values: FieldValues,
  refused: readonly FieldProblem[],
): Found | undefined {
  const columns = fields.flatMap((source) => (source.kind === 'column' ? [source] : []));
  const [first, second] = columns;
  if (first === undefined || second === undefined || refused.length === 0) return undefined;
  if (columns.some(({ field }) => values[field.id] !== undefined)) return undefined;
  return {
    column: first.column,
    kind: 'empty',
    weight: 'error',
    sentence: 'All values are empty: of merged cells only the first row has the text. Fill them in, or delete the row.',
  };
}

function problemOf(
  { kind, field }: FieldSource,
  value: string,
  sentence: string | undefined,
): Omit<Found, 'column'> | undefined {
  const damage = kind === 'column' ? damageIn(value, field) : undefined;
  if (damage?.weight === 'error') return { kind: 'damage', ...damage };
  if (sentence !== undefined) {
    return value === ''
      ? { kind: 'empty', weight: 'error', sentence: emptySentence(field) }
      : { kind: 'value', weight: 'error', sentence };
  }
  return damage === undefined ? undefined : { kind: 'damage', ...damage };
}

function emptySentence({ label }: TemplateField): string {
  return `“${label}” is empty, and the message needs it. Fill it in, or delete the row.`;
}

function extraCell(column: SheetColumn): Found {
  return {
    column,
    kind: 'extra_cell',
    weight: 'error',
    sentence:
      'The row has more cells than there are column names. Put quotes around a value that has a separator in it.',
  };
}
