import type { PhoneMessage } from '../protocol.ts';
import type { AcceptedMessage } from './accepted-message.ts';
import { isDynamicUrl } from './check-delivery.ts';
import { componentOf, mediaOf, type RegisteredButton } from './template-file.ts';

type Drawn = Pick<PhoneMessage, 'header' | 'body' | 'footer' | 'buttons'>;

/** The message as a phone shows it, from the request as it came and the template as it is registered. */
export function drawMessage(message: AcceptedMessage): Drawn {
  const { freeText, template, parameters } = message;
  if (freeText !== undefined) return { header: undefined, body: freeText, footer: undefined, buttons: [] };
  return {
    header: drawHeader(message),
    body: fill(componentOf(template, 'BODY')?.text ?? '', parameters),
    footer: componentOf(template, 'FOOTER')?.text,
    buttons: drawButtons(message),
  };
}

function drawHeader({ template, mediaUrl, headerParameter }: AcceptedMessage): Drawn['header'] {
  const media = mediaOf(template);
  if (media !== undefined) return { kind: media, url: mediaUrl ?? '' };
  const text = componentOf(template, 'HEADER')?.text;
  return text === undefined ? undefined : { kind: 'text', text: fill(text, [headerParameter ?? '']) };
}

function drawButtons({ template, urlSuffixes, couponCode }: AcceptedMessage): Drawn['buttons'] {
  const suffixes = [...urlSuffixes];
  return (componentOf(template, 'BUTTONS')?.buttons ?? []).map((button) => ({
    kind: button.type.toLowerCase(),
    label: button.text ?? (button.type.toUpperCase() === 'COPY_CODE' ? 'Copy code' : ''),
    target: targetOf(button, () => suffixes.shift(), couponCode),
  }));
}

function targetOf(button: RegisteredButton, nextSuffix: () => string | undefined, code: string | undefined) {
  if (isDynamicUrl(button)) return fill(button.url ?? '', [nextSuffix() ?? '']);
  if (button.type.toUpperCase() === 'COPY_CODE') return code;
  return button.url ?? button.phone_number;
}

/** Positional variables by their number, named ones by where they first stand. */
function fill(text: string, values: readonly string[]): string {
  const names: string[] = [];
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
    if (/^\d+$/.test(name)) return values[Number(name) - 1] ?? '';
    if (!names.includes(name)) names.push(name);
    return values[names.indexOf(name)] ?? '';
  });
}
