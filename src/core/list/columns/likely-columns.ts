import { normalizeText } from '../../search/normalized-text.ts';
import { beginsWithTypo } from '../../search/typo.ts';
import type { FieldId, TemplateField } from '../../template/fields/field.ts';
import type { Template } from '../../template/template.ts';
import type { SheetColumn } from '../sheet.ts';
import { columnKey } from './column-key.ts';
import { columnNameOf } from './field-names.ts';

/** Said of many things, so that they tell none from another: `booking no` is `Booking number`. */
const GENERAL_WORDS: ReadonlySet<string> = new Set(
  ['no', 'nr', 'num', 'number', 'id', 'name', 'code', 'ref', 'reference', 'value', 's', 'the', 'of', 'for', 'your'].map(
    normalizeText,
  ),
);

/** For fields without a column: the one column whose name is nearly theirs, to be asked about. */
export function likelyColumns(
  template: Template,
  missing: readonly TemplateField[],
  unused: readonly SheetColumn[],
): Readonly<Partial<Record<FieldId, SheetColumn>>> {
  const pairs = missing.flatMap((field) =>
    unused.filter(({ name }) => isNearly(name, template, field)).map((column) => ({ field, column })),
  );
  const single = pairs.filter(
    ({ field, column }) => pairs.filter((other) => other.field === field || other.column === column).length === 1,
  );
  return Object.fromEntries(single.map(({ field, column }) => [field.id, column]));
}

function isNearly(name: string, template: Template, field: TemplateField): boolean {
  return [field.label, columnNameOf(template, field)].some(
    (own) => isMistyped(columnKey(name), columnKey(own)) || isSameThing(name, own),
  );
}

function isMistyped(typed: string, meant: string): boolean {
  return Math.abs(typed.length - meant.length) <= 1 && beginsWithTypo(meant, typed);
}

/** Whether the words that tell what it is are the same, or those of one are among those of the other. */
function isSameThing(one: string, other: string): boolean {
  const [few = new Set(), many = new Set()] = [tellingWords(one), tellingWords(other)].sort((a, b) => a.size - b.size);
  return few.size > 0 && [...few].every((word) => [...many].some((meant) => word === meant || isMistyped(word, meant)));
}

function tellingWords(name: string): ReadonlySet<string> {
  const words = normalizeText(name).split(' ');
  return new Set(words.filter((word) => word !== '' && !GENERAL_WORDS.has(word)));
}
