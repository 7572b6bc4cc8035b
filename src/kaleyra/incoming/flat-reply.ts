import { isJsonObject } from '../../core/json.ts';
import { looksLikeMark } from '../../core/replies/payload-mark.ts';
import type { Reply, ReplyKind } from '../../core/replies/reply.ts';
import { type CallbackFields, fieldsOf, fieldsUnder, opened, textOf } from '../callback/fields.ts';
import { buttonContent, type Content, choiceContent, contactsText, contentOf, locationText } from './content.ts';
import { batchTokenOf, namesIn, readMessage, writtenAt } from './message.ts';
import { replyId } from './reply-id.ts';
import { isFrom, namedWriter, withoutTypedText } from './typed-text.ts';
import { kindOf, mediaOf, nameText, payloadText, saidText } from './values.ts';
import { numberOf } from './writer.ts';

/** Fields in which Kaleyra may pass on WhatsApp's own message as JSON. */
const INNER_MESSAGES = ['message', 'custom_response'];

/**
 * Reads V1's flat fields: `from`, `wanumber`, `name`, `type`, `body`, `media_url`, `created_at` and the others. Where one of
 * them holds WhatsApp's own message from the same person as JSON, that message is read, with the flat fields around it. Text
 * that a person typed is never read as such a message, because it could name another person as its writer.
 *
 * @returns undefined for what is no reply
 */
export function readFlatReply(fields: CallbackFields, receivedAt: Date): Reply | undefined {
  const writer = namedWriter(fields);
  const untyped = withoutTypedText(fields);
  const inner = INNER_MESSAGES.map((name) => fieldsUnder(untyped, name)).find(
    (message) => isMessage(message) && isFrom(message, writer),
  );
  if (inner !== undefined) {
    return readMessage({
      message: inner,
      value: inner,
      around: fields,
      extra: fieldsUnder(fields, 'extra_info'),
      receivedAt,
    });
  }
  const type = textOf(fields, 'type') ?? guessType(fields);
  const kind = type === undefined ? undefined : kindOf(type);
  if (writer === undefined || type === undefined || kind === undefined) return undefined;
  const content = flatContent(kind, type, fields);
  if (kind === 'reaction' && content.text === undefined) return undefined;
  const sender = numberOf(fields.get('wanumber'));
  const time = fields.get('created_at') ?? fields.get('timestamp');
  return {
    id: replyId({
      messageId: undefined,
      said: [writer.writer, sender, type, content.text, content.payload, content.media?.url],
      time,
      receivedAt,
    }),
    writtenAt: writtenAt(time, receivedAt),
    sender,
    ...writer,
    name: nameText(fields.get('name')),
    kind,
    ...content,
    context: {
      messageIds: namesIn([fields.get('reply_to')]),
      batchToken: batchTokenOf(fields),
    },
  };
}

/** A message of Meta's shape says of what type it is, and has what belongs to that type. */
function isMessage(fields: CallbackFields): boolean {
  const type = textOf(fields, 'type');
  return type !== undefined && (fields.has(type.toLowerCase()) || fields.has('timestamp'));
}

/** A profile that leaves the type out still has one of these. */
function guessType(fields: CallbackFields): string | undefined {
  if (textOf(fields, 'media_url') !== undefined) return textOf(fields, 'mime_type')?.split('/')[0] ?? 'document';
  if (isJsonObject(opened(fields.get('location')))) return 'location';
  if (textOf(fields, 'contacts') !== undefined) return 'contacts';
  return saidText(fields.get('body')) === undefined ? undefined : 'text';
}

function flatContent(kind: ReplyKind, type: string, fields: CallbackFields): Content {
  const body = saidText(fields.get('body')) ?? saidText(fields.get('message'));
  const media = mediaOf(fields.get('media_url'), fields.get('mime_type'));
  const only = { text: body, payload: undefined, media: undefined };
  switch (kind) {
    case 'button':
    case 'choice':
      return tapped(kind, fields, body);
    case 'contact':
      return { ...only, text: contactsText(fields.get('contacts')) ?? body };
    case 'location':
      return { ...only, text: locationText(fields.get('location')) ?? locationText(fields.get('body')) };
    case 'reaction':
      return { ...only, text: body ?? contentOf(kind, type, fields, undefined).text };
    case 'image':
    case 'video':
    case 'voice':
    case 'document':
      // Beside a photo, its caption; some profiles repeat the link there.
      return { ...only, text: body === textOf(fields, 'media_url') ? undefined : body, media };
    case 'text':
    case 'other':
      return { ...only, media };
  }
}

/** The fields of a tap are not documented for V1: a payload, a text or both, in a field of their own or as JSON in `body`. */
function tapped(kind: 'button' | 'choice', fields: CallbackFields, body: string | undefined): Content {
  const whole = ['body', 'message', 'button', 'interactive'].map((name) => opened(fields.get(name))).find(isJsonObject);
  const inside = whole && fieldsOf(whole);
  const read = inside && (kind === 'choice' ? choiceContent(inside) : buttonContent(inside));
  const payload = read?.payload ?? payloadText(fields.get('payload') ?? fields.get('button_payload'));
  const text =
    read?.text ?? saidText(fields.get('button_text') ?? fields.get('text')) ?? (whole === undefined ? body : undefined);
  // A mark of ours is a payload, wherever it stands.
  if (text !== undefined && looksLikeMark(text)) return { text: undefined, payload: payload ?? text, media: undefined };
  return { text, payload, media: undefined };
}
