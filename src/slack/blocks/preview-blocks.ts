import type { RichTextBlock, RichTextElement, RichTextText } from '@slack/types';
import type { Preview, PreviewButton } from '../../core/template/message/preview.ts';
import { parseWhatsAppText } from '../../core/template/message/whatsapp-text.ts';
import { MAX_URL_LENGTH } from '../limits.ts';
import { cutElements, richText, text } from './rich-text.ts';
import { untrustedLine, untrustedText } from './untrusted-text.ts';

interface Options {
  /** Of the whole preview; a cut is shown with its size. */
  readonly maxCharacters?: number;
}

/** Enough for every message that WhatsApp takes. */
const MAX_CHARACTERS = 12_000;
const MAX_BUTTON_LABEL_LENGTH = 75;
const BUTTON_SIGN = { quick_reply: '', phone_number: '☎', copy_code: '⧉', url: '↗' } as const satisfies Record<
  PreviewButton['kind'],
  string
>;

/**
 * Draws a message as the phone shows it, in a quote: header, body, footer, buttons. Untrusted text is only ever put into
 * text elements, so that it cannot mention, link or format; the only link is a header's media, shown as its whole address.
 */
export function previewBlocks(preview: Preview, { maxCharacters = MAX_CHARACTERS }: Options = {}): RichTextBlock[] {
  const parts = [
    headerElements(preview),
    bodyElements(preview, maxCharacters),
    footerElements(preview),
    buttonElements(preview),
  ];
  const shown = parts.filter((part) => part.length > 0);
  const lines = shown.flatMap((part, index) => (index === 0 ? part : [text('\n'), ...part]));
  const elements =
    lines.length === 0 ? [text('A message without text.', { italic: true })] : cutElements(lines, maxCharacters);
  return [richText({ type: 'rich_text_quote', elements })];
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

/** The body leaves a third of the room to the footer and the buttons. */
function bodyElements({ body, parameters }: Preview, maxCharacters: number): RichTextElement[] {
  const elements = body === undefined ? namedBody(parameters) : parseWhatsAppText(untrustedText(body)).map(spanElement);
  return cutElements(
    elements.filter((element) => element.text !== ''),
    Math.floor((maxCharacters * 2) / 3),
  );
}

function namedBody(parameters: readonly string[]): RichTextText[] {
  if (parameters.length === 0) return [text('(Text not available)', { italic: true })];
  const values = parameters.map((value, index) => text(`\n${index + 1}. ${untrustedText(value)}`));
  return [text('(Text not available) Its values:', { italic: true }), ...values];
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
  const words = untrustedLine(label, MAX_BUTTON_LABEL_LENGTH);
  if (target === undefined) return words;
  return `${words} ${BUTTON_SIGN[kind]} ${untrustedText(target)
    .replace(/\s+/g, ' ')
    .replace(/^https:\/\//i, '')}`;
}

function textElements(value: string, style: NonNullable<RichTextText['style']>): RichTextText[] {
  const shown = untrustedText(value);
  return shown === '' ? [] : [text(shown, style)];
}
