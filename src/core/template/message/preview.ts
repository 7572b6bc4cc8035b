import {
  bodySlots,
  fillPlaceholders,
  type MediaFormat,
  type Template,
  type TemplateButton,
  urlStem,
} from '../template.ts';
import { isTemplateMessage, type Message, type TemplateMessage } from './message.ts';

/** A message as the phone will show it. */
export interface Preview {
  readonly header:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: MediaFormat; readonly url: string }
    | undefined;
  /** Undefined when the template was given by name and its text is not known here. */
  readonly body: string | undefined;
  /** Shown in place of a body that is not known. */
  readonly parameters: readonly string[];
  readonly footer: string | undefined;
  readonly buttons: readonly PreviewButton[];
}

export interface PreviewButton {
  readonly kind: 'quick_reply' | 'phone_number' | 'copy_code' | 'url';
  readonly label: string;
  /** The whole URL, the number or the code; undefined for a quick reply. */
  readonly target: string | undefined;
}

/**
 * Renders what fills the template into the template's own text. What the message lacks shows as the bare placeholder,
 * so that a value lost on the way is seen before it is sent. A text of one's own is its body.
 */
export function previewOf(template: Template | undefined, message: Message): Preview {
  if (!isTemplateMessage(message)) {
    return { header: undefined, body: message.text, parameters: [], footer: undefined, buttons: [] };
  }
  return {
    header: headerOf(template, message),
    body: template === undefined ? undefined : bodyOf(template, message.parameters),
    parameters: message.parameters,
    footer: template?.footer,
    buttons: template === undefined ? [] : buttonsOf(template.buttons, message),
  };
}

function headerOf(template: Template | undefined, { media, headerText }: TemplateMessage): Preview['header'] {
  if (media !== undefined) return { kind: media.format, url: media.url };
  const header = template?.header;
  if (header === undefined) return headerText === undefined ? undefined : { kind: 'text', text: headerText };
  if (header.format !== 'text') return undefined;
  return { kind: 'text', text: fillPlaceholders(header.text, (name) => headerText ?? bare(name)) };
}

function bodyOf({ body }: Template, parameters: readonly string[]): string {
  const values = new Map(bodySlots(body).map(({ name }, slot) => [name, parameters[slot]]));
  return fillPlaceholders(body.text, (name) => values.get(name) ?? bare(name));
}

function buttonsOf(buttons: readonly TemplateButton[], message: TemplateMessage): PreviewButton[] {
  const suffixes = message.urlSuffixes.values();
  return buttons.map((button, index) => ({
    kind: button.kind,
    label: button.label,
    target: targetOf(button, index, message.coupon, suffixes),
  }));
}

function targetOf(
  button: TemplateButton,
  index: number,
  coupon: TemplateMessage['coupon'],
  suffixes: Iterator<string>,
): string | undefined {
  switch (button.kind) {
    case 'quick_reply':
      return undefined;
    case 'phone_number':
      return button.number;
    case 'copy_code':
      return coupon?.buttonIndex === index ? coupon.code : undefined;
    case 'url':
      return finalUrl(button.url, suffixes);
  }
}

/** Takes the next suffix only for a URL that has a place for one. */
function finalUrl(url: string, suffixes: Iterator<string>): string {
  if (urlStem(url) === undefined) return url;
  const suffix = suffixes.next();
  return suffix.done ? url : fillPlaceholders(url, () => suffix.value);
}

function bare(name: string): string {
  return `{{${name}}}`;
}
