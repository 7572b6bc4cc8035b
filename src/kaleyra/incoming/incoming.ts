import type { Reply } from '../../core/replies/reply.ts';
import type { RawCallback } from '../../flow/ports/callbacks.ts';
import { type CallbackFields, fieldsUnder, NO_FIELDS, objectsUnder, readFields } from '../callback/fields.ts';
import { readStatuses } from '../callback/statuses.ts';
import { readFlatReply } from './flat-reply.ts';
import { readMessage } from './message.ts';
import { isFrom, namedWriter, withoutTypedText } from './typed-text.ts';

/** Where Meta's messages lie, one in the other; `custom_response` and `message` may hold what Kaleyra got from WhatsApp. */
const CONTAINERS = ['meta_object', 'entry', 'changes', 'value', 'custom_response', 'message'];
const MAX_DEPTH = 5;
/** One request has one message, or a few. */
const MAX_MESSAGES = 200;

/** A message and what stands around it. */
interface Found {
  readonly message: CallbackFields;
  /** The object that has the list of messages: its numbers and its contacts belong to all of them. */
  readonly value: CallbackFields;
}

/**
 * Reads what recipients wrote or tapped from V1's fields (query, JSON or form) or from every entry of V2's
 * `meta_object.value.messages`, without trusting any of it. Never throws.
 *
 * @param receivedAt when it came; a reply that gives no time, or a later one, was written then
 * @returns none for anything else: a delivery report, a read receipt, news of the number
 */
export function readIncoming(raw: RawCallback, receivedAt: Date): readonly Reply[] {
  return readFields(raw)
    .flatMap((fields) => repliesIn(fields, receivedAt))
    .slice(0, MAX_MESSAGES);
}

function repliesIn(fields: CallbackFields, receivedAt: Date): readonly Reply[] {
  const found = messagesOf(fields).slice(0, MAX_MESSAGES);
  if (found.length === 0) {
    if (isReport(fields)) return [];
    const reply = readFlatReply(fields, receivedAt);
    return reply === undefined ? [] : [reply];
  }
  // Of several messages, what stands beside them could belong to any.
  const around = found.length === 1 ? fields : NO_FIELDS;
  return found.flatMap(({ message, value }) => {
    const reply = readMessage({ message, value, around, extra: fieldsUnder(around, 'extra_info'), receivedAt });
    return reply === undefined ? [] : [reply];
  });
}

/** WhatsApp's own messages; where Kaleyra's fields name the writer, only that person's. */
function messagesOf(fields: CallbackFields): readonly Found[] {
  const writer = namedWriter(fields);
  return messagesIn(withoutTypedText(fields), MAX_DEPTH).filter(({ message }) => isFrom(message, writer));
}

function messagesIn(fields: CallbackFields, depth: number): readonly Found[] {
  if (depth === 0) return [];
  const own = objectsUnder(fields, 'messages').map((message) => ({ message, value: fields }));
  const inner = CONTAINERS.flatMap((name) => objectsUnder(fields, name));
  return [...own, ...inner.flatMap((one) => messagesIn(one, depth - 1))];
}

function isReport(fields: CallbackFields): boolean {
  return (readStatuses(fields, undefined)?.updates.length ?? 0) > 0;
}
