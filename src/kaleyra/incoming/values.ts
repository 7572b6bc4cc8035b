import type { ReplyKind } from '../../core/replies/reply.ts';
import { storable } from '../../core/text.ts';

/** In UTF-16 units: what WhatsApp takes in a text, and more than it takes elsewhere. */
export const MAX_TEXT_LENGTH = 4_096;
const MAX_NAME_LENGTH = 120;
const MAX_PAYLOAD_LENGTH = 256;
const MAX_MEDIA_TYPE_LENGTH = 100;
/** A signed link is long; one that had to be cut would be no link. */
const MAX_MEDIA_URL_LENGTH = 4_096;

/** A placeholder of a callback profile that was never filled. */
const UNFILLED =
  /^<(?:body|mime_type|media_url|from|name|type|created_at|reply_to|wanumber|mobile|custom_response|message|contacts|location)>$/;

/** What a person wrote, as it is; a `null` of theirs is a word like any other. Undefined for what is no text, or empty. */
export function saidText(value: unknown, maxLength = MAX_TEXT_LENGTH): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  return text === '' || UNFILLED.test(text) ? undefined : storable(text, maxLength);
}

/** A person's name on WhatsApp. */
export function nameText(value: unknown): string | undefined {
  const name = saidText(value, MAX_NAME_LENGTH);
  return name === undefined || /^(null|undefined)$/i.test(name) ? undefined : name;
}

export function payloadText(value: unknown): string | undefined {
  return saidText(value, MAX_PAYLOAD_LENGTH);
}

/** Where a photo lies, and what it is; undefined for what is no web address. */
export function mediaOf(
  url: unknown,
  type: unknown,
): { readonly url: string; readonly type: string | undefined } | undefined {
  if (typeof url !== 'string' || url.length > MAX_MEDIA_URL_LENGTH) return undefined;
  const address = storable(url.trim(), MAX_MEDIA_URL_LENGTH);
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? '')) return undefined;
  const mediaType = nameText(type)?.toLowerCase();
  return { url: address, type: mediaType && storable(mediaType, MAX_MEDIA_TYPE_LENGTH) };
}

const KIND = new Map<string, ReplyKind>([
  ['text', 'text'],
  ['button', 'button'],
  ['quickreply', 'button'],
  ['interactive', 'choice'],
  ['listreply', 'choice'],
  ['buttonreply', 'choice'],
  ['nfmreply', 'choice'],
  ['reaction', 'reaction'],
  ['image', 'image'],
  ['sticker', 'image'],
  ['video', 'video'],
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['ptt', 'voice'],
  ['document', 'document'],
  ['file', 'document'],
  ['contact', 'contact'],
  ['contacts', 'contact'],
  ['vcard', 'contact'],
  ['location', 'location'],
]);

/** What comes on the same address and is no reply: what became of a message, that one was taken back, and news of the number. */
const NO_REPLY = new Set([
  ...['read', 'delivered', 'sent', 'failed', 'status', 'receipt', 'readreceipt', 'typing'],
  ...['deleted', 'delete', 'revoke', 'revoked', 'system', 'event', 'userpreferences'],
]);

/** @returns undefined for what is no reply; `other` for a kind that is not documented */
export function kindOf(type: string): ReplyKind | undefined {
  const word = type.toLowerCase().replace(/[\s_-]/g, '');
  return NO_REPLY.has(word) ? undefined : (KIND.get(word) ?? 'other');
}
