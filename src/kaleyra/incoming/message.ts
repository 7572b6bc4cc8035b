import type { Reply } from '../../core/replies/reply.ts';
import { isBatchToken } from '../../core/send/batch-token.ts';
import { type CallbackFields, fieldsUnder, objectsUnder, readText, textOf } from '../callback/fields.ts';
import { timeOf } from '../callback/people-and-times.ts';
import { readMessageId } from '../wire/message-id.ts';
import { contentOf } from './content.ts';
import { replyId } from './reply-id.ts';
import { kindOf, nameText } from './values.ts';
import { numberOf, writerOf } from './writer.ts';

interface Parts {
  /** One of `messages`. */
  readonly message: CallbackFields;
  /** What has the list of them. */
  readonly value: CallbackFields;
  /** The whole of what came, where the message is the only one in it. */
  readonly around: CallbackFields;
  /** Kaleyra's own fields: the references of the message that it answers, and where it keeps a photo. */
  readonly extra: CallbackFields;
  readonly receivedAt: Date;
}

/** Reads one message of Meta's shape. @returns undefined for one that is no reply, or that names no writer */
export function readMessage({ message, value, around, extra, receivedAt }: Parts): Reply | undefined {
  const type = textOf(message, 'type') ?? 'text';
  const kind = kindOf(type);
  const from = message.get('from') ?? around.get('from');
  const writer = writerOf(from);
  if (kind === undefined || writer === undefined) return undefined;
  const content = contentOf(kind, type, message, extra.get('media_url') ?? around.get('media_url'));
  // A reaction that was taken back is empty.
  if (kind === 'reaction' && content.text === undefined) return undefined;
  const time = message.get('timestamp') ?? around.get('created_at');
  const sender = numberOf(fieldsUnder(value, 'metadata').get('display_phone_number') ?? around.get('wanumber'));
  return {
    id: replyId({
      messageId: message.get('id'),
      said: [writer.writer, sender, type, content.text, content.payload, content.media?.url],
      time,
      receivedAt,
    }),
    writtenAt: writtenAt(time, receivedAt),
    sender,
    ...writer,
    name: nameOf(value, readText(from)) ?? nameText(around.get('name')),
    kind,
    ...content,
    context: {
      messageIds: namesIn([
        extra.get('reply_to'),
        around.get('reply_to'),
        fieldsUnder(message, 'context').get('id'),
        fieldsUnder(message, 'reaction').get('message_id'),
      ]),
      batchToken: batchTokenOf(extra) ?? batchTokenOf(around),
    },
  };
}

/** The time that the provider gives; the time at which it came where that is none, or still to come. */
export function writtenAt(time: unknown, receivedAt: Date): Date {
  const said = timeOf(readText(time));
  return said === undefined || said > receivedAt ? receivedAt : said;
}

/** `ref` is what our own request gave, where the batch's token rides there. */
export function batchTokenOf(fields: CallbackFields): string | undefined {
  const ref = textOf(fields, 'ref');
  return ref !== undefined && isBatchToken(ref) ? ref : undefined;
}

/** Message IDs among values, each once. */
export function namesIn(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.flatMap((id) => readMessageId(readText(id)) ?? []))];
}

/** The contact with the writer's number, or the only one. */
function nameOf(value: CallbackFields, from: string | undefined): string | undefined {
  const contacts = objectsUnder(value, 'contacts');
  const contact =
    contacts.find((one) => textOf(one, 'wa_id') === from) ?? (contacts.length === 1 ? contacts[0] : undefined);
  return contact && nameText(fieldsUnder(contact, 'profile').get('name'));
}
