import { digitsOf, type PhoneNumber, parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { PAYLOAD_FIELDS, URL_FIELDS } from '../../core/template/fields/button-fields.ts';
import { freeText } from '../../core/template/message/free-text.ts';
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

type MaybeField = readonly [string, string | undefined];

const CHANNEL: MaybeField = ['channel', 'whatsapp'];

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
  const to: MaybeField = ['to', recipients.map(digitsOf).join(',')];
  const from: MaybeField = ['from', digitsOf(sender)];
  const fields = isTemplateMessage(message)
    ? templateFields(message, { to, from, callback, marks })
    : [to, ['type', FREE_TEXT_TYPE] as const, CHANNEL, from, ['body', message.text] as const, ...reports(callback)];
  const markedWhenSent =
    marks === 'later' && isTemplateMessage(message) ? PAYLOADS.filter((_, button) => isUnfilled(message, button)) : [];
  return ok({ fields: fields.filter(hasValue), ...(markedWhenSent.length > 0 && { markedWhenSent }) });
}

interface TemplateParts {
  readonly to: MaybeField;
  readonly from: MaybeField;
  readonly callback: CallbackParameters;
  readonly marks: Marks;
}

function templateFields(message: TemplateMessage, { to, from, callback, marks }: TemplateParts): readonly MaybeField[] {
  const [callbackUrl, ref] = reports(callback);
  return [
    to,
    ['type', TYPE_OF_KIND[message.kind]],
    ['params', message.parameters.length === 0 ? undefined : encodeParams(message.parameters)],
    ['template_name', message.template],
    CHANNEL,
    from,
    ...URL_FIELDS.map((name, button) => [name, message.urlSuffixes[button]] as const),
    callbackUrl,
    ...extraFields(message, marks),
    ref,
  ];
}

function reports(callback: CallbackParameters): readonly [MaybeField, MaybeField] {
  return [
    ['callback_url', callback.url],
    ['ref', callback.ref],
  ];
}

/** Fields of other pages of Kaleyra's V1 documentation, for what its page on interactive templates leaves out. */
function extraFields(message: TemplateMessage, marks: Marks): readonly (readonly [string, string | undefined])[] {
  return [
    // "Send a Text Template Message": the template's language. Left out, Kaleyra chooses.
    ['lang_code', message.language],
    // "Send a Media Template Message": the variable of a text header, and the address of a media header.
    ['param_header', message.headerText],
    ['media_url', message.media?.url],
    // "Add WhatsApp Templates Using Business Manager": mandatory with header media of templates made there.
    ['media_type', message.media?.format],
    // "Send a Coupon Code Template Message" shows the code between quotes, as in `params`.
    ['coupon_code', message.coupon && encodeParams([message.coupon.code])],
    // The copy-code button's place among the buttons, from 0; needed by templates made in Business Manager.
    ['coupon_code_index', message.coupon?.buttonIndex.toString()],
    // "Send a Message with Dynamic Payload in Quick Reply Button".
    ...withMarks(message, marks).map((payload, button) => [PAYLOADS[button] ?? '', payload] as const),
  ];
}

function hasValue(field: readonly [string, string | undefined]): field is Field {
  return field[1] !== undefined && field[1] !== '';
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
