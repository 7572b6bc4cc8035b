import { capitalized } from '../../format.ts';
import type { ReadNumber } from '../../recipients/recipient.ts';
import type { Template } from '../../template/template.ts';
import type { ColumnProblem, ListChoices, PhoneQuestion } from '../list-plan.ts';
import { looksLikeNumber } from '../rows/number-cell.ts';
import { columnName, type Sheet, type SheetColumn } from '../sheet.ts';
import { columnKey, isPhoneName } from './column-key.ts';
import { fieldsByName } from './field-names.ts';

export interface FoundPhoneColumn {
  readonly phone: SheetColumn | undefined;
  readonly question: PhoneQuestion | undefined;
  readonly problem: ColumnProblem | undefined;
}

/** Rows that are read to see what stands in a column. */
const MAX_SAMPLE = 200;
/** The share of a column's cells that are numbers where the column is proposed. */
const MIN_READABLE_SHARE = 0.9;
/** A column with fewer has no numbers: they stand in another one, or nowhere. */
const MIN_NUMBER_SHARE = 0.5;

/** The column that was chosen; else the only one with the name of one. Anything else is asked. */
export function findPhoneColumn(
  sheet: Sheet,
  template: Template,
  { phoneColumn }: ListChoices,
  readNumber: ReadNumber,
): FoundPhoneColumn {
  const chosen = sheet.columns.find(({ letter }) => letter === phoneColumn);
  if (chosen !== undefined) return { phone: chosen, question: undefined, problem: undefined };
  const byName = fieldsByName(template);
  const named = sheet.columns.filter(({ name }) => isPhoneName(name));
  const alone = named.filter(({ name }) => !byName.has(columnKey(name)));
  const [phone, another] = alone;
  if (phone !== undefined && another === undefined) {
    return { phone, question: undefined, problem: emptyProblem(sheet, phone) };
  }
  return asked(sheet, named, readNumber);
}

function asked(sheet: Sheet, named: readonly SheetColumn[], readNumber: ReadNumber): FoundPhoneColumn {
  const shares = sheet.columns.map((column) => ({ column, ...sharesOf(sheet, column, readNumber) }));
  if (shares.every(({ numbers }) => numbers < MIN_NUMBER_SHARE) && named.length === 0) {
    return { phone: undefined, question: undefined, problem: noNumbers(sheet) };
  }
  const likely = shares.filter(({ readable }) => readable >= MIN_READABLE_SHARE);
  const ofNamed = likely.filter(({ column }) => named.includes(column));
  const [best] = (ofNamed.length > 0 ? ofNamed : likely).sort((a, b) => b.readable - a.readable);
  const question: PhoneQuestion = {
    why: named.length > 1 ? 'several' : 'none',
    columns: sheet.columns,
    preChosen: best?.column,
    sentence: questionSentence(named),
  };
  return { phone: undefined, question, problem: undefined };
}

const ADD_NUMBERS = 'with one number in each row, like +91 98765 43210.';

/** A file whose cells are told apart by something else has one column. */
function noNumbers({ columns: [column, another] }: Sheet): ColumnProblem {
  const isOne = column !== undefined && another === undefined && /\S\s+\S/.test(column.name);
  const sentence = isOne
    ? `All of it is one column, “${column.name}”. Put commas between the cells of a row, or paste the rows from the sheet.`
    : `No column has phone numbers. Add a column called "phone" ${ADD_NUMBERS}`;
  return { kind: 'no_numbers', sentence };
}

function emptyProblem({ rows }: Sheet, phone: SheetColumn): ColumnProblem | undefined {
  if (rows.some(({ cells }) => cells[phone.index] !== '')) return undefined;
  return { kind: 'no_numbers', sentence: `${capitalized(columnName(phone))} is empty. Fill it ${ADD_NUMBERS}` };
}

function questionSentence(named: readonly SheetColumn[]): string {
  const [first, second] = named;
  if (first === undefined) return 'No column is called “phone”. Which one has the phone numbers?';
  if (second === undefined) return `Is ${columnName(first)} the one with the phone numbers?`;
  return `${named.length} columns may have the phone numbers: ${named.map(columnName).join(', ')}. Which one is right?`;
}

/** Shares of the filled cells that can be read as a phone number, and that look like one at least. */
function sharesOf(
  { rows }: Sheet,
  { index }: SheetColumn,
  readNumber: ReadNumber,
): { readonly readable: number; readonly numbers: number } {
  const step = Math.max(1, Math.floor(rows.length / MAX_SAMPLE));
  const cells = rows.flatMap(({ cells: { [index]: cell = '' } }, at) => (at % step === 0 && cell !== '' ? [cell] : []));
  const alike = cells.filter(looksLikeNumber);
  const readable = alike.filter((cell) => readNumber(cell).ok).length;
  return { readable: readable / Math.max(1, cells.length), numbers: alike.length / Math.max(1, cells.length) };
}
