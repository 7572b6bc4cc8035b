import { templateFields } from '../template/fields/fields.ts';
import type { Template } from '../template/template.ts';
import { defusedCell } from './clean-cell.ts';
import { columnNameOf } from './columns/field-names.ts';
import { csvLine } from './csv-line.ts';

/** Tells a spreadsheet that the file is UTF-8. */
const BOM = '\ufeff';
const EXAMPLE_NUMBER = '+91 98765 43210';

/** A CSV file for this template to begin with: the names of its columns, and one person. */
export function exampleSheet(template: Template): string {
  const fields = templateFields(template).filter(({ isOptional }) => !isOptional);
  const lines = [
    ['phone', ...fields.map((field) => columnNameOf(template, field))],
    [EXAMPLE_NUMBER, ...fields.map(({ example, standard, label }) => example ?? standard ?? label)],
  ];
  return BOM + lines.map((cells) => `${csvLine(cells.map(defusedCell), ',')}\r\n`).join('');
}
