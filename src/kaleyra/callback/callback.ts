import { readTemplateStatus } from '../../core/template/status.ts';
import type { TemplateStatus } from '../../core/template/template.ts';
import type { RawCallback } from '../../flow/ports/callbacks.ts';
import { readWord } from '../redact.ts';
import { TOKEN_PARAMETER } from './address.ts';
import { type CallbackFields, fieldsUnder, objectsUnder, readFields, textOf } from './fields.ts';
import { readStatuses, type Statuses } from './statuses.ts';

/** What one callback turned out to be. All of Kaleyra's kinds come to one address. */
export type CallbackReading =
  | ({ readonly kind: 'status' } & Statuses)
  /** The sender's quality rating or messaging limit changed. */
  | { readonly kind: 'quality'; readonly event: string; readonly limit: string | undefined }
  /** A template has a new status; it is undefined when no event is named. */
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

/** Reads a callback of V1 (query, JSON or form) or V2 (JSON) without trusting any of it. Never throws. */
export function readCallback(raw: RawCallback): CallbackReading {
  const token = raw.query.get(TOKEN_PARAMETER) ?? undefined;
  const readings = readFields(raw).map((fields) => readOne(fields, token));
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
  const limit = textOf(fields, 'current_limit');
  return { kind: 'quality', event: readWord(event), limit: limit && readWord(limit) };
}

function readStatus(fields: CallbackFields, token: string | undefined): CallbackReading | undefined {
  const statuses = readStatuses(fields, token);
  return statuses && { kind: 'status', ...statuses };
}

const INBOUND_FIELDS = ['wanumber', 'created_at', 'mime_type', 'reply_to', 'from'];

function readInbound(fields: CallbackFields): CallbackReading {
  const isV2 = objectsUnder(fieldsUnder(fieldsUnder(fields, 'meta_object'), 'value'), 'messages').length > 0;
  return isV2 || INBOUND_FIELDS.some((name) => fields.has(name)) ? { kind: 'inbound' } : UNREADABLE;
}
