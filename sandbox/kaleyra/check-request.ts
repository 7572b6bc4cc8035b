import { randomUUID } from 'node:crypto';
import { type Field, fieldOf } from '../web/fields.ts';
import type { AcceptedMessage } from './accepted-message.ts';
import { parseParams } from './params.ts';
import type { RegisteredTemplate } from './template-file.ts';

export interface Refusal {
  readonly status: number;
  readonly body: unknown;
}

/** `E424` in the shape that Kaleyra documents; the HTTP status is the page's "Invalid Input, validation failed". */
export function refusal(code: string, message: string, status = 400): Refusal {
  return { status, body: { code, message, data: [], error: { error: message } } };
}

const TEMPLATE_TYPES = ['template', 'mediatemplate'];
/** Stands for the template of a text that has none. */
const NO_TEMPLATE: RegisteredTemplate = { name: '', language: '', status: 'APPROVED', components: [] };
const MISSING_TEMPLATE = 'For type template/mediatemplate, template_name is mandatory and cannot be empty!';

/** What Kaleyra itself says of a request before anything is sent: the message it takes, or its refusal. */
export function checkRequest(
  fields: readonly Field[],
  account: { readonly senders: ReadonlyMap<string, string>; readonly templates: readonly RegisteredTemplate[] },
): AcceptedMessage | Refusal {
  const missing = ['to', 'from', 'channel', 'type'].find((name) => fieldOf(fields, name) === undefined);
  if (missing !== undefined) return refusal('E424', `${missing} is mandatory and cannot be empty!`);
  if (fieldOf(fields, 'type') === 'text') return checkText(fields, account.senders);
  const name = fieldOf(fields, 'template_name');
  if (name === undefined) return refusal('E424', MISSING_TEMPLATE);
  const wrong = wrongValue(fields, account.senders, TEMPLATE_TYPES);
  if (wrong !== undefined) return wrong;
  const template = chooseTemplate(account.templates, name, languageOf(fields));
  if (template === undefined) return refusal('E424', `Template ${name} does not exist or is not approved.`);
  return readMessage(fields, template);
}

/** "Send a Text Message": words of one's own, for people who wrote within 24 hours. */
function checkText(fields: readonly Field[], senders: ReadonlyMap<string, string>): AcceptedMessage | Refusal {
  const wrong = wrongValue(fields, senders, ['text']);
  if (wrong !== undefined) return wrong;
  const body = fieldOf(fields, 'body');
  if (body === undefined) return refusal('E424', 'body is mandatory and cannot be empty!');
  return { ...readMessage(fields, NO_TEMPLATE), freeText: body };
}

function wrongValue(
  fields: readonly Field[],
  senders: ReadonlyMap<string, string>,
  types: readonly string[],
): Refusal | undefined {
  const channel = fieldOf(fields, 'channel') ?? '';
  if (channel.toLowerCase() !== 'whatsapp') return refusal('E424', `channel ${channel} is not supported.`);
  const type = fieldOf(fields, 'type') ?? '';
  if (!types.includes(type)) return refusal('E424', `type ${type} is not supported for a template.`);
  const from = digits(fieldOf(fields, 'from') ?? '');
  if (!senders.has(from)) return refusal('E424', 'from is not registered with this account.');
  const recipients = recipientsOf(fields);
  if (!recipients.every((number) => /^[1-9]\d{7,14}$/.test(number))) {
    return { status: 400, body: { error: { to: 'invalid number' } } };
  }
  return undefined;
}

function chooseTemplate(templates: readonly RegisteredTemplate[], name: string, language: string | undefined) {
  const known = templates.filter((template) => template.name === name && !isUnapproved(template.status));
  return known.find((template) => sameLanguage(template.language, language)) ?? known[0];
}

function isUnapproved(status: string): boolean {
  return ['PENDING', 'REJECTED'].includes(status.toUpperCase());
}

export function sameLanguage(one: string, other: string | undefined): boolean {
  return one.toLowerCase().replace('-', '_') === other?.toLowerCase().replace('-', '_');
}

function readMessage(fields: readonly Field[], template: RegisteredTemplate): AcceptedMessage {
  const references = ['ref', 'ref1', 'ref2'].flatMap((name) => {
    const value = fieldOf(fields, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    id: randomUUID(),
    type: fieldOf(fields, 'type') ?? '',
    template,
    languageAsked: languageOf(fields),
    freeText: undefined,
    from: digits(fieldOf(fields, 'from') ?? ''),
    recipients: recipientsOf(fields),
    parameters: parseParams(fieldOf(fields, 'params') ?? ''),
    headerParameter: fieldOf(fields, 'param_header'),
    mediaUrl: fieldOf(fields, 'media_url') ?? fieldOf(fields, 'media'),
    urlSuffixes: [fieldOf(fields, 'param_url'), fieldOf(fields, 'second_param_url')],
    couponCode: fieldOf(fields, 'coupon_code')?.replace(/^"|"$/g, ''),
    payloads: ['payload1', 'payload2', 'payload3'].map((name) => fieldOf(fields, name)),
    callbackUrl: fieldOf(fields, 'callback_url'),
    references: Object.fromEntries(references),
  };
}

function languageOf(fields: readonly Field[]): string | undefined {
  return fieldOf(fields, 'lang_code') ?? fieldOf(fields, 'language');
}

function recipientsOf(fields: readonly Field[]): readonly string[] {
  return (fieldOf(fields, 'to') ?? '').split(',').map(digits);
}

function digits(number: string): string {
  return number.replace(/[\s+]/g, '');
}
