import { oncePer } from '../../once-per.ts';
import { PAYLOAD_FIELDS, payloadPlaces, urlPlaces } from '../../template/fields/button-fields.ts';
import type { FieldId, TemplateField } from '../../template/fields/field.ts';
import { templateFields } from '../../template/fields/fields.ts';
import { bodySlots, type Template } from '../../template/template.ts';
import { columnKey, isPhoneName } from './column-key.ts';

/**
 * The field for each name that a column may have for it, by its key. A placeholder's own name comes before a label, and a
 * label before what is said of many fields; a name that fits two fields alike is the name of neither.
 */
export const fieldsByName = oncePer((template: Template): ReadonlyMap<string, TemplateField> => {
  const fields = templateFields(template);
  const names = fields.map((field) => ({ field, ranks: namesOf(template, field) }));
  const found = new Map<string, TemplateField>();
  for (const rank of RANKS) {
    const ofRank = new Map<string, Set<TemplateField>>();
    for (const { field, ranks } of names) {
      for (const key of (ranks[rank] ?? []).map(columnKey)) ofRank.set(key, (ofRank.get(key) ?? new Set()).add(field));
    }
    for (const [key, [first, ...others]] of ofRank) {
      if (first !== undefined && others.length === 0 && key !== '' && !found.has(key)) found.set(key, first);
    }
  }
  return found;
});

/** How sure a name is: a body's parameter has names of each, other fields have fewer. */
const RANKS = [0, 1, 2, 3];

/** The name to write over the column of a field: the shortest that people understand, and that no other field has. */
export function columnNameOf(template: Template, field: TemplateField): string {
  const isBody = /^param_\d+$/.test(field.id);
  const names = isBody ? [field.label] : [...ownNames(template, field.id), field.label];
  const isFound = (name: string): boolean =>
    fieldsByName(template).get(columnKey(name)) === field && !isPhoneName(name);
  return names.find(isFound) ?? field.id;
}

/** The names of a field, the surest first. */
function namesOf(template: Template, field: TemplateField): readonly (readonly string[])[] {
  const slot = /^param_(\d+)$/.exec(field.id)?.[1];
  return slot === undefined
    ? [[field.id], [field.label], ownNames(template, field.id)]
    : bodyNames(template, field, Number(slot));
}

function bodyNames(template: Template, field: TemplateField, slot: number): readonly (readonly string[])[] {
  const name = bodySlots(template.body)[slot - 1]?.name ?? '';
  const number = /^\d+$/.test(name) ? name : String(slot);
  const numbered = ['param', 'parameter', 'variable', 'var', 'body', 'value', 'field'].map((word) => word + number);
  return [[name], [field.label], [number, ...numbered], [field.id]];
}

/** Of a header or a button: what people call it who did not read its label here. */
function ownNames({ buttons, header }: Template, id: FieldId): readonly string[] {
  switch (id) {
    case 'param_header':
      return ['header', 'header value', 'title'];
    case 'media_url': {
      const format = header?.format ?? '';
      return [
        'header',
        'media',
        'media link',
        'media url',
        'header link',
        format,
        `${format} link`,
        `${format} url`,
        `header ${format}`,
      ];
    }
    case 'coupon_code':
      return ['coupon', 'code', 'coupon code', 'offer code'];
    default:
      return buttonNames(buttons, id);
  }
}

function buttonNames(buttons: Template['buttons'], id: FieldId): readonly string[] {
  const link = urlPlaces(buttons).find((place) => place.id === id);
  if (link !== undefined)
    return [link.button.label, `link of ${link.button.label}`, 'link', 'url', 'button', 'button link', 'link ending'];
  const payload = payloadPlaces(buttons).find((place) => place.id === id);
  return payload === undefined
    ? []
    : [`payload ${PAYLOAD_FIELDS.indexOf(payload.id) + 1}`, `payload of ${payload.label}`];
}
