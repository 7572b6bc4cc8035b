import { isJsonObject, type JsonObject, textUnder } from '../../core/json.ts';

const TEXT = ['text', 'body', 'content', 'value'];
const HEADER = ['header', 'template_header', 'header_details'];
const BODY = ['body', 'template_body', 'body_text', 'content', 'text'];
const FOOTER = ['footer', 'template_footer', 'footer_text', 'footer_details'];
const BUTTONS = ['buttons', 'button_data', 'button_details', 'template_buttons'];
const MEDIA_WORDS = ['IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION'];

/** Meta's components of a list entry: as they stand, or put together from Kaleyra's flat fields; undefined without a text. */
export function componentsOf(entry: JsonObject): readonly JsonObject[] | undefined {
  const given = wholeOf(entry);
  if (given !== undefined) return given.map(inMetasWords);
  const body = textOf(entry, BODY);
  if (body === undefined) return undefined;
  return [...headerOf(entry), { type: 'BODY', text: inMetasBraces(body) }, ...footerOf(entry), ...buttonsOf(entry)];
}

/** Whether the entry names its parts one by one, so that a part it does not name may exist all the same. */
export function isPartial(entry: JsonObject): boolean {
  return wholeOf(entry) === undefined;
}

function wholeOf(entry: JsonObject): readonly JsonObject[] | undefined {
  const given = entry['components'];
  return Array.isArray(given) && given.length > 0 ? given.filter(isJsonObject) : undefined;
}

function inMetasWords(component: JsonObject): JsonObject {
  const { text } = component;
  return typeof text === 'string' ? { ...component, text: inMetasBraces(text) } : component;
}

/** Kaleyra writes `{{$1}}` where Meta writes `{{1}}`. */
function inMetasBraces(text: string): string {
  return text.replace(/\{\{\s*\$(\w+)\s*\}\}/g, '{{$1}}');
}

function textOf(entry: JsonObject, keys: readonly string[]): string | undefined {
  const plain = textUnder(entry, keys);
  if (plain !== undefined) return plain;
  const nested = keys.map((key) => entry[key]).find(isJsonObject);
  return nested && textUnder(nested, TEXT);
}

function headerOf(entry: JsonObject): JsonObject[] {
  const nested = HEADER.map((key) => entry[key]).find(isJsonObject);
  const kind = (nested && textUnder(nested, ['format', 'type'])) ?? textUnder(entry, ['header_type', 'header_format']);
  const format = kind?.trim().toUpperCase();
  if (format !== undefined && MEDIA_WORDS.includes(format)) return [{ type: 'HEADER', format }];
  const text = textOf(entry, HEADER);
  return text === undefined ? [] : [{ type: 'HEADER', format: 'TEXT', text: inMetasBraces(text) }];
}

function footerOf(entry: JsonObject): JsonObject[] {
  const text = textOf(entry, FOOTER);
  return text === undefined ? [] : [{ type: 'FOOTER', text }];
}

function buttonsOf(entry: JsonObject): JsonObject[] {
  const list = BUTTONS.map((key) => entry[key]).find((value) => Array.isArray(value) && value.length > 0);
  if (!Array.isArray(list)) return [];
  return [{ type: 'BUTTONS', buttons: list.filter(isJsonObject).map(buttonOf) }];
}

function buttonOf(button: JsonObject): JsonObject {
  const kind = textUnder(button, ['type', 'button_type', 'sub_type']) ?? '';
  return {
    type: kind
      .trim()
      .toUpperCase()
      .replace(/[\s-]+/g, '_'),
    text: textUnder(button, ['text', 'button_text', 'title', 'label']),
    url: inMetasBraces(textUnder(button, ['url', 'button_url']) ?? '') || undefined,
    phone_number: textUnder(button, ['phone_number', 'phoneNumber', 'phone']),
  };
}
