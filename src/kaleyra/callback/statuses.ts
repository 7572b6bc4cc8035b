import { oncePer } from '../../core/once-per.ts';
import type { StatusUpdate } from '../../core/send/delivery/status-update.ts';
import { readWord } from '../redact.ts';
import { readMessageId } from '../wire/message-id.ts';
import { type CallbackFields, fieldsUnder, NO_FIELDS, objectsUnder, textOf } from './fields.ts';
import { digitsOf, timeOf } from './people-and-times.ts';
import { readReason, saidIn } from './reason.ts';

export interface Statuses {
  readonly updates: readonly StatusUpdate[];
  /** Status words that are not documented, fit for a log. What they mean is not guessed. */
  readonly unknownWords: readonly string[];
}

/** Where Meta's statuses lie, one in the other: `meta_object` has a `value`, and Meta's own webhook lists of them. */
const CONTAINERS = ['meta_object', 'entry', 'changes', 'value'];
const MAX_DEPTH = 5;
/** Of WhatsApp's response beside one message. It has one, or a few. */
const MAX_RESPONSE_STATUSES = 20;

/**
 * Reads what a report says of messages: V1's flat fields, or every entry of V2's `meta_object.value.statuses`.
 *
 * @returns undefined when it says nothing of any
 */
export function readStatuses(fields: CallbackFields, token: string | undefined): Statuses | undefined {
  const entries = statusesIn(fields, MAX_DEPTH);
  const batchToken = token ?? textOf(fields, 'ref') ?? textOf(fieldsUnder(fields, 'extra_info'), 'ref');
  const read = isOneMessage(entries)
    ? (entries.length === 0 ? [NO_FIELDS] : entries).map((entry) => readOne(entry, fields, batchToken))
    : entries.map((entry) => readOne(entry, NO_FIELDS, batchToken));
  const statuses = read.filter((one) => one !== undefined);
  if (statuses.length === 0) return undefined;
  return {
    updates: statuses.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    unknownWords: statuses.filter((one) => typeof one === 'string'),
  };
}

function statusesIn(fields: CallbackFields, depth: number): readonly CallbackFields[] {
  if (depth === 0) return [];
  const inner = CONTAINERS.flatMap((name) => objectsUnder(fields, name));
  return [...objectsUnder(fields, 'statuses'), ...inner.flatMap((one) => statusesIn(one, depth - 1))];
}

/** Then what stands around the entries belongs to them; with several messages it could belong to any. */
function isOneMessage(entries: readonly CallbackFields[]): boolean {
  const differ = (name: string): boolean => new Set(entries.map((entry) => textOf(entry, name))).size > 1;
  return !(differ('id') || differ('recipient_id'));
}

/** @returns a word when it is not documented; undefined for what is no status */
function readOne(
  entry: CallbackFields,
  around: CallbackFields,
  batchToken: string | undefined,
): StatusUpdate | string | undefined {
  const word = textOf(entry, 'status') ?? textOf(around, 'status');
  const messageId = readMessageId(textOf(around, 'id') ?? textOf(around, 'message_id') ?? textOf(entry, 'id'));
  if (word === undefined || messageId === undefined) return undefined;
  const status = readStatusWord(word);
  if (status === undefined) return readWord(word);
  return {
    messageId,
    status,
    ...(status === 'failed'
      ? readReason([...saidIn(entry), ...saidAround(around)])
      : { code: undefined, text: undefined }),
    batchToken,
    recipientDigits: digitsOf(textOf(around, 'mobile')) ?? digitsOf(textOf(entry, 'recipient_id')),
    reportedAt: timeOf(textOf(entry, 'timestamp') ?? textOf(around, 'timestamp')),
  };
}

/** Read once a report: every one of its entries may have failed, and what stands around them may be as long as they are. */
const saidAround = oncePer((around: CallbackFields) => layersAround(around).flatMap(saidIn));

/** Where a reason may stand beside the status itself; `custom_response` is what Kaleyra got from WhatsApp. */
function layersAround(around: CallbackFields): readonly CallbackFields[] {
  const meta = fieldsUnder(around, 'meta_object');
  const response = fieldsUnder(around, 'custom_response');
  return [
    around,
    fieldsUnder(meta, 'value'),
    meta,
    fieldsUnder(around, 'extra_info'),
    response,
    ...statusesIn(response, MAX_DEPTH).slice(0, MAX_RESPONSE_STATUSES),
  ];
}

/** Kaleyra's words for what became of a message: V1's and V2's pages, and the `0` that integrations get for a failure. */
const STATUS = new Map<string, StatusUpdate['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['failed', 'failed'],
  ['notsent', 'failed'],
  ['0', 'failed'],
]);

/** @returns undefined for a word that is not documented; what it might mean is not guessed. */
function readStatusWord(word: string): StatusUpdate['status'] | undefined {
  return STATUS.get(squeeze(word));
}

/** `NOT-SENT`, `not sent` and `NotSent` are one word. */
function squeeze(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}
