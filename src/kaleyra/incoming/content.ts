import { isJsonObject } from '../../core/json.ts';
import type { Reply, ReplyKind } from '../../core/replies/reply.ts';
import {
  type CallbackFields,
  fieldsOf,
  fieldsUnder,
  listOf,
  objectsUnder,
  opened,
  textOf,
} from '../callback/fields.ts';
import { MAX_TEXT_LENGTH, mediaOf, payloadText, saidText } from './values.ts';

/** What a reply says, beside who says it and when. */
export type Content = Pick<Reply, 'text' | 'payload' | 'media'>;

const NOTHING: Content = { text: undefined, payload: undefined, media: undefined };
/** A form's answers nest no deeper, and are no more. */
const MAX_DEPTH = 3;
const MAX_ANSWERS = 40;
const MAX_CONTACTS = 10;

/**
 * Reads what a message of Meta's shape says: `{type: "button", button: {payload, text}}`.
 *
 * @param media where Kaleyra keeps a photo, because Meta's own message has only an ID of it
 */
export function contentOf(kind: ReplyKind, type: string, message: CallbackFields, media: unknown): Content {
  switch (kind) {
    case 'text':
      return { ...NOTHING, text: saidText(fieldsUnder(message, 'text').get('body') ?? message.get('text')) };
    case 'button':
      return buttonContent(fieldsUnder(message, 'button'));
    case 'choice':
      return choiceContent(fieldsUnder(message, 'interactive'));
    case 'reaction':
      return { ...NOTHING, text: saidText(fieldsUnder(message, 'reaction').get('emoji')) };
    case 'contact':
      return { ...NOTHING, text: contactsText(message.get('contacts')) };
    case 'location':
      return { ...NOTHING, text: locationText(message.get('location')) };
    case 'image':
    case 'video':
    case 'voice':
    case 'document':
      return mediaContent(fieldsUnder(message, type), media);
    case 'other':
      return {
        ...NOTHING,
        text: saidText(fieldsUnder(message, type).get('body') ?? fieldsUnder(message, type).get('text')),
      };
  }
}

export function buttonContent(button: CallbackFields): Content {
  return {
    ...NOTHING,
    text: saidText(button.get('text') ?? button.get('title')),
    payload: payloadText(button.get('payload') ?? button.get('id')),
  };
}

/** A row of a list, a button of an interactive message, or the answers of a form such as an address. */
export function choiceContent(interactive: CallbackFields): Content {
  for (const name of ['list_reply', 'button_reply']) {
    const chosen = fieldsUnder(interactive, name);
    if (chosen.size > 0)
      return { ...NOTHING, text: saidText(chosen.get('title')), payload: payloadText(chosen.get('id')) };
  }
  const form = fieldsUnder(interactive, 'nfm_reply');
  const answers = answersIn(opened(form.get('response_json')), MAX_DEPTH).slice(0, MAX_ANSWERS);
  return { ...NOTHING, text: saidText(answers.join('\n')) ?? saidText(form.get('body')) };
}

/** `city: Pune`, one line an answer. */
function answersIn(value: unknown, depth: number): readonly string[] {
  if (!isJsonObject(value) || depth === 0) return [];
  return Object.entries(value).flatMap(([name, answer]) => {
    if (name === 'flow_token') return [];
    const text = saidText(typeof answer === 'boolean' ? String(answer) : answer, MAX_TEXT_LENGTH);
    if (text !== undefined) return [`${name}: ${text}`];
    if (Array.isArray(answer)) {
      const texts = answer.flatMap((one) => saidText(one) ?? []);
      return texts.length === 0 ? [] : [`${name}: ${texts.join(', ')}`];
    }
    return answersIn(answer, depth - 1);
  });
}

function mediaContent(media: CallbackFields, kept: unknown): Content {
  return {
    ...NOTHING,
    text: saidText(media.get('caption') ?? media.get('filename')),
    media: mediaOf(
      textOf(new Map([['url', kept]]), 'url') ?? media.get('link') ?? media.get('url'),
      media.get('mime_type'),
    ),
  };
}

/** `Asha Rao, +91 98111 11111; …` */
export function contactsText(value: unknown): string | undefined {
  const cards = objectsUnder(new Map([['contacts', value]]), 'contacts').slice(0, MAX_CONTACTS);
  const lines = cards.flatMap((card) => {
    const name = saidText(fieldsUnder(card, 'name').get('formatted_name') ?? card.get('name'));
    const numbers = [...objectsUnder(card, 'phones'), ...(card.has('phone') ? [card] : [])].flatMap(
      (phone) => saidText(phone.get('phone')) ?? [],
    );
    return saidText([name, ...numbers].filter((part) => part !== undefined).join(', ')) ?? [];
  });
  return saidText(lines.join('; ')) ?? saidText(value);
}

/** `Cafe Rio, 5 Main Street (12.97, 77.59)` */
export function locationText(value: unknown): string | undefined {
  const inside = listOf(value)[0];
  if (!isJsonObject(inside)) return saidText(inside);
  const place = fieldsOf(inside);
  const at = [
    place.get('latitude') ?? place.get('lat'),
    place.get('longitude') ?? place.get('long') ?? place.get('lng'),
  ].map((one) => saidText(one));
  const point = at.every((one) => one !== undefined) ? `(${at.join(', ')})` : undefined;
  const named = ['name', 'address'].flatMap((name) => saidText(place.get(name)) ?? []).join(', ');
  return saidText([named, point].filter((part) => part !== undefined && part !== '').join(' '));
}
