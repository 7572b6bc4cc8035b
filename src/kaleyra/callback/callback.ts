import type { StatusUpdate } from '../../core/send/status-update.ts';
import type { TemplateStatus } from '../../core/template/template.ts';
import type { RawCallback } from '../../flow/reports/handle-callback.ts';
import { TOKEN_PARAMETER } from '../request/callback-address.ts';
import { createScrub, readCode } from '../wire/scrub.ts';
import { type CallbackFields, fieldsUnder, firstUnder, readFields, textOf } from './callback-fields.ts';
import { readStatusWord, readTemplateStatus } from './status-words.ts';

/** What one callback turned out to be. All of Kaleyra's kinds come to one address. */
export type CallbackReading =
  | {
      readonly kind: 'status';
      readonly updates: readonly StatusUpdate[];
      /** Status words that are not documented, fit for a log. What they mean is not guessed. */
      readonly unknownWords: readonly string[];
    }
  /** The sender's quality rating or messaging limit changed. */
  | { readonly kind: 'quality'; readonly event: string; readonly limit: string | undefined }
  /** A template was approved, rejected, paused or disabled; the status is undefined for any other event. */
  | {
      readonly kind: 'template_status';
      readonly name: string;
      readonly language: string | undefined;
      readonly status: TemplateStatus | undefined;
    }
  /** A person wrote, or tapped a button. */
  | { readonly kind: 'inbound' }
  | { readonly kind: 'unreadable' };

const UNREADABLE: CallbackReading = { kind: 'unreadable' };
/** No secret of ours is in a report; numbers and links may be. */
const scrub = createScrub([]);
const WORD = /^[\w .-]{1,40}$/;

/** Reads a callback of V1 (query, JSON or form) or V2 (JSON) without trusting any of it. Never throws. */
export function readCallback(raw: RawCallback): CallbackReading {
  const readings = readFields(raw).map((fields) => readOne(fields, raw.query.get(TOKEN_PARAMETER) ?? undefined));
  const statuses = readings.filter((reading) => reading.kind === 'status');
  if (statuses.length === 0) return readings[0] ?? UNREADABLE;
  return {
    kind: 'status',
    updates: statuses.flatMap(({ updates }) => updates),
    unknownWords: statuses.flatMap(({ unknownWords }) => unknownWords),
  };
}

function readOne(fields: CallbackFields, token: string | undefined): CallbackReading {
  return readTemplateEvent(fields) ?? readQuality(fields) ?? readStatus(fields, token) ?? readInbound(fields);
}

function readTemplateEvent(fields: CallbackFields): CallbackReading | undefined {
  const name = textOf(fields, 'message_template_name');
  if (name === undefined) return undefined;
  return {
    kind: 'template_status',
    name,
    language: textOf(fields, 'message_template_language'),
    status: readTemplateStatus(textOf(fields, 'event') ?? ''),
  };
}

function readQuality(fields: CallbackFields): CallbackReading | undefined {
  const event = textOf(fields, 'event');
  if (event === undefined || !(fields.has('display_phone_number') || fields.has('current_limit'))) return undefined;
  return { kind: 'quality', event: wordOf(event), limit: optionalWord(textOf(fields, 'current_limit')) };
}

/** Not a word is not repeated: it could be anything, a number among them. */
function wordOf(text: string): string {
  return WORD.test(text) && !/\d{7}/.test(text) ? text : '…';
}

function optionalWord(text: string | undefined): string | undefined {
  return text === undefined ? undefined : wordOf(text);
}

function readStatus(fields: CallbackFields, token: string | undefined): CallbackReading | undefined {
  const meta = firstUnder(fieldsUnder(fieldsUnder(fields, 'meta_object'), 'value'), 'statuses') ?? new Map();
  const word = textOf(fields, 'status') ?? textOf(meta, 'status');
  const messageId = messageIdOf(textOf(fields, 'id') ?? textOf(fields, 'message_id') ?? textOf(meta, 'id'));
  if (word === undefined || messageId === undefined) return undefined;
  const status = readStatusWord(word);
  if (status === undefined) return { kind: 'status', updates: [], unknownWords: [wordOf(word)] };
  const update: StatusUpdate = {
    messageId,
    status,
    ...(status === 'failed' ? reasonOf(fields, meta) : { code: undefined, text: undefined }),
    batchToken: token ?? textOf(fields, 'ref') ?? textOf(fieldsUnder(fields, 'extra_info'), 'ref'),
    recipientDigits: digitsOf(textOf(fields, 'mobile') ?? textOf(meta, 'recipient_id')),
    reportedAt: timeOf(textOf(fields, 'timestamp') ?? textOf(meta, 'timestamp')),
  };
  return { kind: 'status', updates: [update], unknownWords: [] };
}

/** V1 has `error_code` and `error`; V2 has `code` and `reason`, or Meta's `errors`. */
function reasonOf(fields: CallbackFields, meta: CallbackFields): Pick<StatusUpdate, 'code' | 'text'> {
  const error = firstUnder(meta, 'errors') ?? new Map();
  const code = textOf(fields, 'error_code') ?? textOf(fields, 'code') ?? textOf(error, 'code');
  const text =
    textOf(fields, 'error') ?? textOf(fields, 'reason') ?? textOf(error, 'message') ?? textOf(error, 'title') ?? '';
  return { code: readCode(code), text: scrub(text) };
}

/** `uuid:n` or `wamid.…`; a colon that was encoded twice is still a colon. */
function messageIdOf(text: string | undefined): string | undefined {
  const id = text?.replace(/%3a/gi, ':');
  return id !== undefined && /^[\w.:=+/-]{1,128}$/.test(id) ? id : undefined;
}

function digitsOf(number: string | undefined): string | undefined {
  const digits = number?.replace(/\D/g, '') ?? '';
  return /^\d{7,15}$/.test(digits) ? digits : undefined;
}

/** Seconds since 1970, milliseconds, or a date; what is none of them is no time. */
function timeOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * (text.length > 11 ? 1 : 1_000) : Date.parse(text);
  return ms > 0 && ms < Date.UTC(2100, 0) ? new Date(ms) : undefined;
}

const INBOUND_FIELDS = ['wanumber', 'created_at', 'mime_type', 'reply_to', 'from'];

function readInbound(fields: CallbackFields): CallbackReading {
  const isV2 = firstUnder(fieldsUnder(fieldsUnder(fields, 'meta_object'), 'value'), 'messages') !== undefined;
  return isV2 || INBOUND_FIELDS.some((name) => fields.has(name)) ? { kind: 'inbound' } : UNREADABLE;
}
