import { templateFields } from '../../template/fields/fields.ts';
import type { Template } from '../../template/template.ts';
import { csvLine } from '../csv-line.ts';
import type { ColumnProblem } from '../list-plan.ts';
import { looksLikeNumber } from '../rows/number-cell.ts';
import type { Sheet, SheetColumn } from '../sheet.ts';
import { columnNameOf } from './field-names.ts';

const MAX_SAMPLE = 20;

/** Said when the first row is a person's already, with a line of names to copy. */
export function namesAreData(sheet: Sheet, template: Template): ColumnProblem | undefined {
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

/** The columns to the right of the last one with a name. */
export function extraColumns(columns: readonly SheetColumn[], phone: SheetColumn | undefined): readonly SheetColumn[] {
  const last = columns.findLastIndex(({ name }) => name !== '');
  return columns.slice(last + 1).filter((column) => column !== phone);
}
