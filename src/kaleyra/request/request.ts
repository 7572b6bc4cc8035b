import { digitsOf, type PhoneNumber, parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { PAYLOAD_FIELDS, URL_FIELDS } from '../../core/template/fields/button-fields.ts';
import { type FreeText, freeText } from '../../core/template/message/free-text.ts';
import { isTemplateMessage, type OutgoingMessage, type TemplateMessage } from '../../core/template/message/message.ts';
import type { MediaFormat } from '../../core/template/template.ts';
import type { EncodingProblem, ProviderRequest } from '../../flow/ports/provider.ts';
import type { CallbackParameters } from '../callback/address.ts';
import { findUnencodable, findUnencodableText } from './encodable.ts';
import { decodeParams, encodeParams } from './params.ts';
import { isUnfilled, type Marks, withMarks, withoutMarks } from './payload-marks.ts';

type Field = readonly [name: string, value: string];

/** `payload1` to `payload3`, where our fields have an underscore; the two URL fields are called as ours are. */
const PAYLOADS = PAYLOAD_FIELDS.map((field) => field.replace('_', ''));

/** Kaleyra's `type`. `mediatemplate` is also for buttons without any media: its page shows just that. */
const TYPE_OF_KIND = { rich: 'mediatemplate', text: 'template' } as const satisfies Record<
  TemplateMessage['kind'],
  string
>;

/** Kaleyra's `type` for a text of one's own: "Send a Text Message". */
const FREE_TEXT_TYPE = 'text';

const CHANNEL = 'whatsapp';

/** Adds a field to the form; one without a value is left out. */
type Add = (name: string, value: string | undefined) => void;

/**
 * Writes the form fields of `POST /v1/<SID>/messages`, in the order of Kaleyra's table. A field without a value is left
 * out, `params` included. {@link decodeRequest} reads them back, and that is what a preview is rendered from.
 */
export function encodeRequest(
  { message, sender, recipients }: OutgoingMessage,
  callback: CallbackParameters,
  marks: Marks = 'none',
): Result<ProviderRequest, readonly EncodingProblem[]> {
  const problems = isTemplateMessage(message) ? findUnencodable(message) : findUnencodableText(message);
  if (problems.length > 0) return fail(problems);
  const fields: Field[] = [];
  const add: Add = (name, value) => {
    if (value !== undefined && value !== '') fields.push([name, value]);
  };
  const from = digitsOf(sender);
  add('to', recipients.map(digitsOf).join(','));
  if (isTemplateMessage(message)) addTemplate(add, message, { from, callback, marks });
  else addText(add, message, { from, callback });
  const markedWhenSent =
    marks === 'later' && isTemplateMessage(message) ? PAYLOADS.filter((_, button) => isUnfilled(message, button)) : [];
  return ok({ fields, ...(markedWhenSent.length > 0 && { markedWhenSent }) });
}

interface FormParts {
  readonly from: string;
  readonly callback: CallbackParameters;
}

function addText(add: Add, { text }: FreeText, { from, callback }: FormParts): void {
  add('type', FREE_TEXT_TYPE);
  add('channel', CHANNEL);
  add('from', from);
  add('body', text);
  add('callback_url', callback.url);
  add('ref', callback.ref);
}

function addTemplate(
  add: Add,
  message: TemplateMessage,
  { from, callback, marks }: FormParts & { readonly marks: Marks },
): void {
  const { coupon, headerText, kind, language, media, parameters, template, urlSuffixes } = message;
  add('type', TYPE_OF_KIND[kind]);
  add('params', encodeParams(parameters));
  add('template_name', template);
  add('channel', CHANNEL);
  add('from', from);
  for (const [button, name] of URL_FIELDS.entries()) add(name, urlSuffixes[button]);
  add('callback_url', callback.url);
  // What follows stands on other pages of Kaleyra's V1 documentation; its page on interactive templates leaves it out.
  // "Send a Text Template Message": the template's language. Left out, Kaleyra chooses.
  add('lang_code', language);
  // "Send a Media Template Message": the variable of a text header, and the address of a media header.
  add('param_header', headerText);
  add('media_url', media?.url);
  // "Add WhatsApp Templates Using Business Manager": mandatory with header media of templates made there.
  add('media_type', media?.format);
  // "Send a Coupon Code Template Message" shows the code between quotes, as in `params`.
  add('coupon_code', coupon && encodeParams([coupon.code]));
  // The copy-code button's place among the buttons, from 0; needed by templates made in Business Manager.
  add('coupon_code_index', coupon?.buttonIndex.toString());
  // "Send a Message with Dynamic Payload in Quick Reply Button".
  for (const [button, payload] of withMarks(message, marks).entries()) add(PAYLOADS[button] ?? '', payload);
  add('ref', callback.ref);
}

/** Reads a request of {@link encodeRequest} back. Throws on one that it did not write. */
export function decodeRequest(request: ProviderRequest): OutgoingMessage {
  const value = new Map(request.fields);
  return {
    message: value.get('type') === FREE_TEXT_TYPE ? freeText(value.get('body') ?? '') : decodeTemplate(value),
    sender: phoneNumber(value.get('from')),
    recipients: recipientDigits(request).map(phoneNumber),
  };
}

function decodeTemplate(value: ReadonlyMap<string, string>): TemplateMessage {
  const mediaUrl = value.get('media_url');
  const coupon = value.get('coupon_code');
  return {
    template: value.get('template_name') ?? '',
    language: value.get('lang_code'),
    kind: value.get('type') === TYPE_OF_KIND.rich ? 'rich' : 'text',
    headerText: value.get('param_header'),
    media: mediaUrl === undefined ? undefined : { format: mediaFormat(value.get('media_type')), url: mediaUrl },
    parameters: decodeParams(value.get('params')),
    urlSuffixes: upToLast(URL_FIELDS.map((name) => value.get(name))),
    coupon: coupon === undefined ? undefined : { code: decodeParams(coupon).join(), buttonIndex: index(value) },
    payloads: withoutMarks(upToLast(PAYLOADS.map((name) => value.get(name)))),
  };
}

/** Whom a request goes to, as digits. */
export function recipientDigits({ fields }: ProviderRequest): readonly string[] {
  return (fields.find(([name]) => name === 'to')?.[1] ?? '').split(',').filter((digits) => digits !== '');
}

function index(value: ReadonlyMap<string, string>): number {
  return Number(value.get('coupon_code_index') ?? 0);
}

/** Keeps each value at its button: a gap stays as an empty text, what follows the last value goes. */
function upToLast(values: readonly (string | undefined)[]): readonly string[] {
  const last = values.findLastIndex((value) => value !== undefined);
  return values.slice(0, last + 1).map((value) => value ?? '');
}

function mediaFormat(text: string | undefined): MediaFormat {
  if (text === 'image' || text === 'video' || text === 'document') return text;
  throw new Error('The request names no kind of media that exists.');
}

function phoneNumber(digits: string | undefined): PhoneNumber {
  const parsed = parsePhoneNumber(`+${digits}`);
  if (!parsed.ok) throw new Error('The request holds something that is not a phone number.');
  return parsed.value;
}
