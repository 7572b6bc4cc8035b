import { capitalized } from '../../format.ts';
import { templateFields } from '../../template/fields/fields.ts';
import type { Template } from '../../template/template.ts';
import { csvLine } from '../csv-line.ts';
import type { ColumnProblem } from '../list-plan.ts';
import { looksLikeNumber } from '../rows/number-cell.ts';
import { columnName, SEPARATOR_NAMES, SEPARATORS, type Sheet, type SheetColumn } from '../sheet.ts';
import { columnKey, isPhoneName } from './column-key.ts';
import { columnNameOf, fieldsByName } from './field-names.ts';

const MAX_SAMPLE = 20;

/** Said when the names of the columns do not stand in the first row. */
export function namesProblem(sheet: Sheet, template: Template): ColumnProblem | undefined {
  return namesAreData(sheet, template) ?? namesStandBelow(sheet, template) ?? namesStandAside(sheet, template);
}

/** Said when the first row is a person's already, with a line of names to copy. */
function namesAreData(sheet: Sheet, template: Template): ColumnProblem | undefined {
  const phone = sheet.columns.find((column) => looksLikeNumber(column.name) && hasNumbers(sheet, column));
  if (phone === undefined) return undefined;
  const fields = templateFields(template).values();
  const names = sheet.columns.map((column) => {
    if (column === phone) return 'phone';
    const field = fields.next().value;
    return field === undefined ? `column ${column.letter}` : columnNameOf(template, field);
  });
  const line = csvLine(names, sheet.form.separator);
  return {
    kind: 'no_names',
    sentence: `The first row has no column names. Put a row with names above it, in the order of your columns, like this: ${line}`,
  };
}

/** Said when remarks, or names of several columns at once, stand above the names. */
function namesStandBelow({ columns, rows }: Sheet, template: Template): ColumnProblem | undefined {
  const byName = fieldsByName(template);
  const isName = (cell: string): boolean => isPhoneName(cell) || byName.has(columnKey(cell));
  if (columns.some(({ name }) => isName(name))) return undefined;
  const found = rows
    .slice(0, MAX_SAMPLE)
    .find(({ cells }) => cells.some(isPhoneName) && cells.filter(isName).length > 1);
  if (found === undefined) return undefined;
  const sentence = `The names of the columns stand in row ${found.number}, and they have to stand in the first one. Delete the rows above it.`;
  return { kind: 'no_names', sentence };
}

/** Said when each person has a column, and each value a row. */
function namesStandAside({ columns, rows }: Sheet, template: Template): ColumnProblem | undefined {
  const byName = fieldsByName(template);
  const [first, ...people] = columns;
  const isAside =
    first !== undefined &&
    people.some(({ name }) => looksLikeNumber(name)) &&
    rows.some(({ cells: [cell = ''] }) => byName.has(columnKey(cell)));
  if (!isAside) return undefined;
  const sentence =
    'Each person has a column here, and needs a row. Copy the cells, and paste them with Paste Special → Transpose.';
  return { kind: 'no_names', sentence };
}

function hasNumbers({ rows }: Sheet, { index }: SheetColumn): boolean {
  const cells = rows.slice(0, MAX_SAMPLE).map(({ cells: { [index]: cell = '' } }) => cell);
  return cells.filter(looksLikeNumber).length * 2 >= cells.length;
}

/** Said when most rows have a cell to the right of the last name: a column without one, or a separator inside the values. */
export function unnamedColumn({ columns, rows }: Sheet, phone: SheetColumn | undefined): ColumnProblem | undefined {
  const found = extraColumns(columns, phone).find(
    ({ index }) => rows.filter(({ cells }) => cells[index] !== '').length * 2 > rows.length,
  );
  if (found === undefined) return undefined;
  return {
    kind: 'unnamed',
    sentence: `Column ${found.letter} has values and no name in the first row. Give it a name; or put quotes around the values that have a separator in them.`,
  };
}

/** Said of a column whose name is those of several, with another separator between them. */
export function twoInOneName({ columns, form }: Sheet, template: Template): ColumnProblem | undefined {
  const byName = fieldsByName(template);
  const isName = (part: string): boolean => isPhoneName(part) || byName.has(columnKey(part));
  for (const column of columns) {
    const found = SEPARATORS.find((other) => {
      const parts = column.name.split(other);
      return other !== form.separator && parts.length > 1 && parts.every(isName);
    });
    if (found === undefined || isName(column.name)) continue;
    const [ours, other] = [SEPARATOR_NAMES[form.separator], SEPARATOR_NAMES[found]];
    const sentence = `${capitalized(columnName(column))} is several columns: the first row is separated by ${ours} and by ${other}. Use one of them in the whole file.`;
    return { kind: 'two_in_one', sentence };
  }
  return undefined;
}

/** The columns to the right of the last one with a name. */
export function extraColumns(columns: readonly SheetColumn[], phone: SheetColumn | undefined): readonly SheetColumn[] {
  const last = columns.findLastIndex(({ name }) => name !== '');
  return columns.slice(last + 1).filter((column) => column !== phone);
}
