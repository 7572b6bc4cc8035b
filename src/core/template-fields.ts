import { fail, ok, type Result } from './result.ts';
import { placeholdersOf, type Template, type TemplateButton, urlStem } from './template.ts';
import type { TemplateMessage } from './template-message.ts';

/** The blanks of a template, named as `contract` names the inputs. */
export type FieldId =
  | 'param_header'
  | 'media_url'
  | `param_${number}`
  | 'param_url'
  | 'second_param_url'
  | 'coupon_code'
  | `payload_${number}`;

export interface TemplateField {
  readonly id: FieldId;
  /** What it is, in the person's words: `Booking number`, `Link to the header image`. */
  readonly label: string;
  readonly example: string | undefined;
  /** The rule, when there is one to know before typing. */
  readonly hint: string | undefined;
  readonly isOptional: boolean;
  /** In characters. */
  readonly maxLength: number;
}

export interface FieldProblem {
  readonly field: FieldId;
  readonly sentence: string;
}

export type FieldValues = Readonly<Partial<Record<FieldId, string>>>;

const MAX_BODY_LENGTH = 1024;
const MAX_HEADER_LENGTH = 60;
const MAX_COUPON_LENGTH = 15;
const MAX_URL_LENGTH = 2000;
const MAX_PAYLOAD_LENGTH = 128;

/** The blanks that a person fills for this template, in the order in which they are read on the phone. */
export function templateFields(template: Template): readonly TemplateField[] {
  return [...headerFields(template), ...bodyFields(template), ...buttonFields(template.buttons)];
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
      hint: `Header: ${header.text}`,
      isOptional: false,
      maxLength: MAX_HEADER_LENGTH,
    },
  ];
}

function bodyFields({ body }: Template): TemplateField[] {
  return body.parameters.map((parameter, index) => ({
    id: `param_${index + 1}` as const,
    label: parameter.label,
    example: parameter.example,
    hint: undefined,
    isOptional: false,
    maxLength: MAX_BODY_LENGTH,
  }));
}

function buttonFields(buttons: readonly TemplateButton[]): TemplateField[] {
  return [...urlFields(buttons), ...couponFields(buttons), ...payloadFields(buttons)];
}

function urlFields(buttons: readonly TemplateButton[]): TemplateField[] {
  const ids = ['param_url', 'second_param_url'] as const;
  return dynamicUrls(buttons).flatMap(({ label, url, example }, index) => {
    const id = ids[index];
    if (id === undefined) return [];
    const stem = urlStem(url) ?? url;
    return [
      {
        id,
        label: `Link of “${label}”: ${stem}…`,
        example,
        hint: `What follows ${stem}`,
        isOptional: false,
        maxLength: MAX_URL_LENGTH,
      },
    ];
  });
}

function couponFields(buttons: readonly TemplateButton[]): TemplateField[] {
  const coupon = buttons.find((button) => button.kind === 'copy_code');
  if (coupon === undefined) return [];
  return [
    {
      id: 'coupon_code',
      label: 'Code to copy',
      example: coupon.example,
      hint: `At most ${MAX_COUPON_LENGTH} characters.`,
      isOptional: false,
      maxLength: MAX_COUPON_LENGTH,
    },
  ];
}

function payloadFields(buttons: readonly TemplateButton[]): TemplateField[] {
  const replies = buttons.filter((button) => button.kind === 'quick_reply').slice(0, 3);
  return replies.map((button, index) => ({
    id: `payload_${index + 1}` as const,
    label: `Payload of “${button.label}”`,
    example: undefined,
    hint: 'What your systems get when this button is tapped. Leave empty if nothing listens.',
    isOptional: true,
    maxLength: MAX_PAYLOAD_LENGTH,
  }));
}

function dynamicUrls(buttons: readonly TemplateButton[]): Extract<TemplateButton, { kind: 'url' }>[] {
  return buttons.filter((button) => button.kind === 'url').filter((button) => urlStem(button.url) !== undefined);
}

/** Fills the template, or says for every field at once what is wrong with it. */
export function fillTemplate(
  template: Template,
  values: FieldValues,
): Result<TemplateMessage, readonly FieldProblem[]> {
  const problems = [...missingFields(template, values)];
  if (problems.length > 0) return fail(problems);
  return ok({} as TemplateMessage);
}

function* missingFields(template: Template, values: FieldValues): Generator<FieldProblem> {
  for (const field of templateFields(template)) {
    if (!(field.isOptional || values[field.id]?.trim())) yield { field: field.id, sentence: field.label };
  }
}
