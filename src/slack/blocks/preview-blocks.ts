import type { RichTextBlock, RichTextElement, RichTextText } from '@slack/types';
import type { Preview, PreviewButton } from '../../core/template/preview.ts';
import { parseWhatsAppText } from '../../core/template/whatsapp-text.ts';
import { cutElements, text } from './rich-text.ts';
import { untrustedLine, untrustedText } from './untrusted-text.ts';

interface Options {
  /** Most characters of the whole drawing; a cut is said with its size. */
  readonly most?: number;
}

/** All of any message that WhatsApp takes; a view may hold 250 KB. */
const STANDARD_MOST = 12_000;
const MAX_LABEL_LENGTH = 75;
/** Slack's limit for an address in a block. */
const MAX_URL_LENGTH = 3_000;
const BUTTON_SIGN = { quick_reply: '', phone_number: '☎', copy_code: '⧉', url: '↗' } as const satisfies Record<
  PreviewButton['kind'],
  string
>;

/**
 * Draws a message as the phone shows it, in a quote: header, body, footer, buttons. Foreign text stands only in text
 * elements, so that nothing in it can mention, link or format; its only link is a header's media, shown as its whole address.
 */
export function previewBlocks(preview: Preview, { most = STANDARD_MOST }: Options = {}): RichTextBlock[] {
  const parts = [
    headerElements(preview),
    bodyElements(preview, most),
    footerElements(preview),
    buttonElements(preview),
  ];
  const shown = parts.filter((part) => part.length > 0);
  const lines = shown.flatMap((part, index) => (index === 0 ? part : [text('\n'), ...part]));
  const elements = lines.length === 0 ? [text('A message without text.', { italic: true })] : cutElements(lines, most);
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_quote', elements }] }];
}

function headerElements({ header }: Preview): RichTextElement[] {
  if (header === undefined) return [];
  if (header.kind === 'text') return textElements(header.text, { bold: true });
  return [text(`${header.kind[0]?.toUpperCase()}${header.kind.slice(1)}: `), addressElement(header.url)];
}

/** A link whose words are its own address; anything that is no web address stays text. */
function addressElement(address: string): RichTextElement {
  const url = URL.parse(address);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === null || !isWeb || url.href.length > MAX_URL_LENGTH) return text(untrustedText(address));
  return { type: 'link', url: url.href, text: url.href };
}

/** The body leaves a third of the room to what stands under it. */
function bodyElements({ body, parameters }: Preview, most: number): RichTextElement[] {
  const elements = body === undefined ? namedBody(parameters) : parseWhatsAppText(untrustedText(body)).map(spanElement);
  return cutElements(
    elements.filter((element) => element.text !== ''),
    Math.floor((most * 2) / 3),
  );
}

function namedBody(parameters: readonly string[]): RichTextText[] {
  if (parameters.length === 0) return [text('The template’s own text, without values.', { italic: true })];
  const values = parameters.map((value, index) => text(`\n${index + 1}. ${untrustedText(value)}`));
  return [text('The template’s own text, filled with:', { italic: true }), ...values];
}

function spanElement(span: ReturnType<typeof parseWhatsAppText>[number]): RichTextText {
  const style = {
    ...(span.bold === true && { bold: true }),
    ...(span.italic === true && { italic: true }),
    ...(span.strike === true && { strike: true }),
    ...(span.code === true && { code: true }),
  };
  return text(span.text, style);
}

function footerElements({ footer }: Preview): RichTextElement[] {
  return footer === undefined ? [] : textElements(footer, { italic: true });
}

function buttonElements({ buttons }: Preview): RichTextElement[] {
  return buttons.map((button, index) => text(`${index === 0 ? '' : '  '}[${buttonText(button)}]`));
}

function buttonText({ kind, label, target }: PreviewButton): string {
  const words = untrustedLine(label, MAX_LABEL_LENGTH);
  if (target === undefined) return words;
  return `${words} ${BUTTON_SIGN[kind]} ${untrustedText(target)
    .replace(/\s+/g, ' ')
    .replace(/^https:\/\//i, '')}`;
}

function textElements(value: string, style: NonNullable<RichTextText['style']>): RichTextText[] {
  const shown = untrustedText(value);
  return shown === '' ? [] : [text(shown, style)];
}
