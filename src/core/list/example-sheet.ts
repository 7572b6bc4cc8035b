import type { TemplateField } from '../template/fields/field.ts';
import { fillTemplate, templateFields } from '../template/fields/fields.ts';
import type { Template } from '../template/template.ts';
import { defusedCell } from './clean-cell.ts';
import { columnNameOf } from './columns/field-names.ts';
import { csvFile, csvLine } from './csv-line.ts';

/** Of which one fits any field that has no example of its own: a date, an amount, the ending of a link, a link. */
const EXAMPLE_VALUES = ['14 July 2026', '250 EUR', 'abc', 'https://example.com/abc.jpg'];
const EXAMPLE_NUMBER = '+91 98765 43210';

/** A CSV file for this template to begin with: the names of its columns, and one person. */
export function exampleSheet(template: Template): string {
  const fields = templateFields(template).filter(({ isOptional }) => !isOptional);
  const lines = [
    ['phone', ...fields.map((field) => columnNameOf(template, field))],
    [EXAMPLE_NUMBER, ...fields.map((field) => exampleOf(template, field))],
  ];
  return csvFile(lines.map((cells) => csvLine(cells.map(defusedCell), ',')));
}

/** A value that can be sent: a sheet to begin with has no problems. */
function exampleOf(template: Template, { example, format, id, label, standard }: TemplateField): string {
  const listed = format?.kind === 'list' ? format.values : [];
  const values = [example, standard, label, ...listed, ...EXAMPLE_VALUES].filter((value) => value !== undefined);
  const isSendable = (value: string): boolean => {
    const filled = fillTemplate(template, { [id]: value });
    return filled.ok || filled.failure.every(({ field }) => field !== id);
  };
  return values.find(isSendable) ?? label;
}
