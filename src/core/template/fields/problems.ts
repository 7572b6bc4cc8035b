import { formatCount } from '../../format.ts';
import type { TemplateMessage } from '../message/message.ts';
import { previewOf } from '../message/preview.ts';
import type { Template } from '../template.ts';
import { urlPlaces } from './button-fields.ts';
import type { FieldId, FieldProblem, TemplateField } from './field.ts';
import { formatProblem } from './formats.ts';
import { mediaLinkProblem, suffixProblem } from './links.ts';
import { excessOf, flatTextProblem, lengthProblem, MAX_BODY_LENGTH, MAX_HEADER_LENGTH } from './value-rules.ts';

type Typed = (id: FieldId) => string;

/**
 * Everything that is wrong with what was typed, one sentence a field, in the order of the fields. What only shows in
 * the whole text (its length) is said at a field that is right by itself.
 */
export function fieldProblems(
  template: Template,
  fields: readonly TemplateField[],
  typed: Typed,
  message: TemplateMessage,
): readonly FieldProblem[] {
  const needed = fields.filter((field) => !field.isOptional).length;
  const ofWholeText = new Map(
    wholeTextProblems(template, fields, typed, message).map(({ field, sentence }) => [field, sentence]),
  );
  return fields.flatMap((field) => {
    const value = typed(field.id);
    const own = value === '' ? missing(field, needed) : valueProblem(template, field, value);
    const sentence = own ?? ofWholeText.get(field.id);
    return sentence === undefined ? [] : [{ field: field.id, sentence }];
  });
}

function missing({ label, isOptional }: TemplateField, needed: number): string | undefined {
  if (isOptional) return undefined;
  return `Fill in "${label}": the template needs ${needed === 1 ? 'it' : `all ${needed} values`}.`;
}

/** What is wrong with a value that stands in this field, whatever stands in the others. */
export function valueProblem(template: Template, field: TemplateField, value: string): string | undefined {
  const { id, label, maxLength, format } = field;
  if (id === 'media_url') {
    const { header } = template;
    return header === undefined || header.format === 'text' ? undefined : mediaLinkProblem(label, value, header.format);
  }
  const place = urlPlaces(template.buttons).find((candidate) => candidate.id === id);
  if (place !== undefined) return suffixProblem(place.button.url, place.stem, value);
  return flatTextProblem(label, value) ?? lengthProblem(label, value, maxLength) ?? formatProblem(label, value, format);
}

/** Meta counts the body (1,024) and the text header (60) with the values in them. */
function wholeTextProblems(
  template: Template,
  fields: readonly TemplateField[],
  typed: Typed,
  message: TemplateMessage,
): readonly FieldProblem[] {
  const { header, body } = previewOf(template, message);
  const headerExcess = header?.kind === 'text' ? excessOf(header.text, MAX_HEADER_LENGTH) : 0;
  const bodyExcess = excessOf(body ?? '', MAX_BODY_LENGTH);
  if (headerExcess === 0 && bodyExcess === 0) return [];
  const [longest] = fields
    .filter((field) => /^param_\d+$/.test(field.id))
    .toSorted((a, b) => typed(b.id).length - typed(a.id).length);
  return [
    ...(headerExcess > 0 && message.headerText !== undefined
      ? [{ field: 'param_header' as const, sentence: excess('header', MAX_HEADER_LENGTH, headerExcess, 'this value') }]
      : []),
    ...(bodyExcess > 0 && longest !== undefined
      ? [{ field: longest.id, sentence: excess('message', MAX_BODY_LENGTH, bodyExcess, `"${longest.label}"`) }]
      : []),
  ];
}

function excess(what: string, max: number, by: number, longest: string): string {
  return `The ${what} has ${formatCount(max + by)} characters with these values and WhatsApp takes ${formatCount(max)}. Shorten ${longest} by ${formatCount(by)}.`;
}
