import { capitalized } from '../format.ts';
import type { ReadNumber } from '../recipients/recipient.ts';
import { fail, ok, type Result } from '../result.ts';
import type { FieldProblem, FieldValues, TemplateField } from '../template/fields/field.ts';
import { fillTemplate, templateFields } from '../template/fields/fields.ts';
import type { Template } from '../template/template.ts';
import { columnKey, isPhoneName } from './columns/column-key.ts';
import { fieldsByName } from './columns/field-names.ts';
import { likelyColumns } from './columns/likely-columns.ts';
import { namesProblem, twoInOneName, unnamedColumn } from './columns/names-row.ts';
import { findPhoneColumn } from './columns/phone-column.ts';
import type { ColumnProblem, FieldSource, ListChoices, ListColumns, OpenColumns } from './list-plan.ts';
import { columnName, type Sheet, type SheetColumn } from './sheet.ts';

/**
 * Finds the column of each field by the field's name, label or number, and the one with the phone numbers by its name.
 *
 * @returns which column is what; or everything that is open, for a form that asks.
 */
export function matchColumns(
  sheet: Sheet,
  template: Template,
  choices: ListChoices,
  readNumber: ReadNumber,
): Result<ListColumns, OpenColumns> {
  const noNames = namesProblem(sheet, template);
  if (noNames !== undefined) return fail({ ...NOTHING, problems: [noNames] });
  const { phone, question, problem } = findPhoneColumn(sheet, template, choices, readNumber);
  const columns = columnsOfFields(sheet, template, choices, phone);
  const { sources, missing } = sourcesOf(template, columns, choices);
  const used = new Set([phone, ...[...columns.values()].flat()]);
  const unused = sheet.columns.filter((column) => !used.has(column));
  const problems = [problem, twoInOneName(sheet, template), ...usedTwice(columns), unnamedColumn(sheet, phone)].filter(
    (found) => found !== undefined,
  );
  const refused = refusedValues(template, sources);
  if (phone !== undefined && problems.length + missing.length + refused.length === 0) {
    return ok({ phone, fields: sources, unused });
  }
  const likely = likelyColumns(template, missing, unused);
  return fail({ problems, phone, phoneQuestion: question, missing, likely, refused, fields: sources, unused });
}

const NOTHING: OpenColumns = {
  problems: [],
  phone: undefined,
  phoneQuestion: undefined,
  missing: [],
  likely: {},
  refused: [],
  fields: [],
  unused: [],
};

type ColumnsOfFields = ReadonlyMap<TemplateField, readonly SheetColumn[]>;

function columnsOfFields(
  sheet: Sheet,
  template: Template,
  { columns: chosen = {} }: ListChoices,
  phone: SheetColumn | undefined,
): ColumnsOfFields {
  const byName = fieldsByName(template);
  const columns = new Map<TemplateField, SheetColumn[]>();
  for (const field of templateFields(template)) {
    const column = sheet.columns.find(({ letter }) => letter === chosen[field.id]);
    if (column !== undefined && column !== phone) columns.set(field, [column]);
  }
  for (const column of sheet.columns) {
    const field = column === phone ? undefined : byName.get(columnKey(column.name));
    // Until the phone column is known, one that may be it is no field's.
    if (field === undefined || (phone === undefined && isPhoneName(column.name))) continue;
    columns.set(field, [...(columns.get(field) ?? []), column]);
  }
  return columns;
}

function sourcesOf(
  template: Template,
  columns: ColumnsOfFields,
  { values = {} }: ListChoices,
): { readonly sources: readonly FieldSource[]; readonly missing: readonly TemplateField[] } {
  const sources: FieldSource[] = [];
  const missing: TemplateField[] = [];
  for (const field of templateFields(template)) {
    const [column] = columns.get(field) ?? [];
    const value = values[field.id]?.trim() ?? '';
    if (column !== undefined) sources.push({ kind: 'column', field, column });
    else if (value !== '') sources.push({ kind: 'everybody', field, value });
    else if (!field.isOptional) missing.push(field);
  }
  return { sources, missing };
}

/** What the form would say of the values that are the same for everybody. */
function refusedValues(template: Template, sources: readonly FieldSource[]): readonly FieldProblem[] {
  const shared = sources.flatMap((source) =>
    source.kind === 'everybody' ? [[source.field.id, source.value] as const] : [],
  );
  const values: FieldValues = Object.fromEntries(shared);
  const filled = fillTemplate(template, values);
  return filled.ok ? [] : filled.failure.filter(({ field }) => values[field] !== undefined);
}

function usedTwice(columns: ColumnsOfFields): readonly ColumnProblem[] {
  return [...columns].flatMap(([{ label }, found]) => {
    const [first, second] = found;
    if (first === undefined || second === undefined) return [];
    const sentence = `${capitalized(columnName(first))} and ${columnName(second)} are both for “${label}”. Rename one of them, or delete it.`;
    return [{ kind: 'used_twice', sentence } as const];
  });
}
