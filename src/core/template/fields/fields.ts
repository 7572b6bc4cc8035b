import { oncePer } from '../../once-per.ts';
import { fail, ok, type Result } from '../../result.ts';
import { isSeen } from '../../text.ts';
import type { TemplateMessage } from '../message/message.ts';
import { bodySlots, type FieldSettings, placeholdersOf, type Template } from '../template.ts';
import { buttonFields, couponPlace, payloadPlaces, urlPlaces } from './button-fields.ts';
import type { FieldId, FieldProblem, FieldValues, TemplateField } from './field.ts';
import { formatHint } from './formats.ts';
import { suffixAfter } from './links.ts';
import { fieldProblems } from './problems.ts';
import { flatTextProblem, lengthProblem, MAX_BODY_LENGTH, MAX_HEADER_LENGTH, MAX_URL_LENGTH } from './value-rules.ts';

/** A form in Slack has room for so many, beside what else may stand in it. */
export const MAX_FIELDS = 80;

/** The blanks that a person fills for this template, in the order in which they are read on the phone. */
export const templateFields = oncePer(fieldsOf);

function fieldsOf(template: Template): readonly TemplateField[] {
  const fields = [...headerFields(template), ...bodyFields(template), ...buttonFields(template)];
  const { fieldSettings } = template;
  if (fieldSettings === undefined) return fields;
  const slots = bodySlots(template.body);
  return fields.map((field) => {
    const slot = /^param_(\d+)$/.exec(field.id)?.[1];
    const name = slot === undefined ? field.id : slots[Number(slot) - 1]?.name;
    return withSettings(field, fieldSettings[name ?? '']);
  });
}

function withSettings(field: TemplateField, settings: FieldSettings | undefined): TemplateField {
  if (settings === undefined) return field;
  const { label = field.label, format, standard } = settings;
  return { ...field, label, hint: settings.hint ?? formatHint(format) ?? field.hint, standard, format };
}

function headerFields({ header }: Template): TemplateField[] {
  if (header === undefined) return [];
  if (header.format !== 'text') {
    return [
      {
        id: 'media_url',
        label: `Link to the header ${header.format}`,
        example: header.example,
        hint: 'A public https:// address; WhatsApp fetches it when the message goes out.',
        isOptional: false,
        maxLength: MAX_URL_LENGTH,
      },
    ];
  }
  if (placeholdersOf(header.text).length === 0) return [];
  return [
    {
      id: 'param_header',
      label: 'Value in the header',
      example: header.example,
      hint: `Appears as “${header.text}”`,
      isOptional: false,
      maxLength: MAX_HEADER_LENGTH,
    },
  ];
}

function bodyFields({ body }: Template): TemplateField[] {
  return bodySlots(body).map(({ label, example }, slot) => ({
    id: bodyField(slot),
    label,
    example,
    hint: undefined,
    isOptional: false,
    maxLength: MAX_BODY_LENGTH,
  }));
}

function bodyField(slot: number): `param_${number}` {
  return `param_${slot + 1}`;
}

/**
 * Fills the template with what was typed, without the blanks around each value, or says of every field at once what is
 * wrong with it, one sentence a field.
 */
export function fillTemplate(
  template: Template,
  values: FieldValues,
): Result<TemplateMessage, readonly FieldProblem[]> {
  const typed = (id: FieldId): string => withoutBlankEnds(values[id] ?? '');
  const message = messageOf(template, typed);
  const problems = fieldProblems(template, templateFields(template), typed, message);
  return problems.length > 0 ? fail(problems) : ok(message);
}

/** What only invisible characters fill is empty. */
function withoutBlankEnds(value: string): string {
  return isSeen(value) ? value.trim() : '';
}

function messageOf(template: Template, typed: (id: FieldId) => string): TemplateMessage {
  const { header, body, buttons } = template;
  const hasMedia = header !== undefined && header.format !== 'text';
  const hasHeaderValue = header?.format === 'text' && placeholdersOf(header.text).length > 0;
  const coupon = couponPlace(buttons);
  const replies = payloadPlaces(buttons);
  return {
    template: template.name,
    language: template.language,
    kind: hasMedia || hasHeaderValue || buttons.length > 0 ? 'rich' : 'text',
    headerText: hasHeaderValue ? typed('param_header') : undefined,
    media: hasMedia ? { format: header.format, url: typed('media_url') } : undefined,
    parameters: bodySlots(body).map((_, slot) => typed(bodyField(slot))),
    urlSuffixes: urlPlaces(buttons).map(({ id, stem }) => suffixAfter(stem, typed(id))),
    coupon: coupon && { code: typed('coupon_code'), buttonIndex: coupon.buttonIndex },
    payloads: withoutTrailingBlanks(replies.map(({ id }) => typed(id))),
    ...(replies.length > 0 && { quickReplies: replies.length }),
  };
}

/** A message without payloads is one value, however many buttons could have had one. */
function withoutTrailingBlanks(payloads: readonly string[]): readonly string[] {
  return payloads.slice(0, payloads.findLastIndex((payload) => payload !== '') + 1);
}

/** Fills a template that is known by name only. `params` is one parameter a line; blank lines at its ends do not count. */
export function fillByName(typed: {
  readonly name: string;
  readonly params: string;
}): Result<TemplateMessage, readonly { readonly field: 'template_name' | 'params'; readonly sentence: string }[]> {
  const name = typed.name.trim();
  const text = withoutBlankEnds(typed.params);
  const parameters = text === '' ? [] : text.split(/\r\n|\r|\n/).map(withoutBlankEnds);
  const nameSentence = nameProblem(name);
  const problems = [
    ...(nameSentence === undefined ? [] : [{ field: 'template_name' as const, sentence: nameSentence }]),
    ...parameters.flatMap((value, index) => {
      const sentence = lineProblem(`Line ${index + 1}`, value);
      return sentence === undefined ? [] : [{ field: 'params' as const, sentence }];
    }),
  ];
  if (problems.length > 0) return fail(problems);
  return ok({
    template: name,
    language: undefined,
    kind: 'rich',
    headerText: undefined,
    media: undefined,
    parameters,
    urlSuffixes: [],
    coupon: undefined,
    payloads: [],
  });
}

const MAX_NAME_LENGTH = 512;

/** Meta's rule is lower case; names of older accounts have capitals too. */
function nameProblem(name: string): string | undefined {
  if (name === '') return 'Give the name of the template, like booking_confirm.';
  if (!/^\w+$/.test(name)) {
    return 'A template’s name has only letters a–z, digits and underscores, like booking_confirm. Copy it from Kaleyra.';
  }
  return lengthProblem('Template name', name, MAX_NAME_LENGTH);
}

function lineProblem(label: string, value: string): string | undefined {
  if (value === '') return `${label} is empty. Write one value a line, without empty lines.`;
  return flatTextProblem(label, value) ?? lengthProblem(label, value, MAX_BODY_LENGTH);
}
