import type { KnownBlock, RichTextElement } from '@slack/types';
import { oncePer } from '../../../core/once-per.ts';
import { parseWhatsAppText } from '../../../core/template/message/whatsapp-text.ts';
import { fillPlaceholders, type Template } from '../../../core/template/template.ts';
import { cutElements, richText, text } from '../../blocks/rich-text.ts';
import { untrustedLine, untrustedText } from '../../blocks/untrusted-text.ts';

const MARK = /(⟨[^⟩]*⟩)/;
const MAX_LABEL_LENGTH = 60;
const MAX_CHARACTERS = 6_000;

/** The template's text as a quote, its placeholders marked with what goes there: `⟨Booking number⟩`. */
export const templateQuote = oncePer(drawQuote);

function drawQuote(template: Template): KnownBlock {
  const { header, body, footer, buttons } = template;
  const labels = new Map(body.parameters.map(({ name, label }) => [name, label]));
  const lines: RichTextElement[][] = [
    header === undefined ? [] : headerElements(header),
    marked(body.text, (name) => labels.get(name) ?? `Value ${name}`),
    footer === undefined ? [] : [text(untrustedText(footer), { italic: true })],
    buttons.map(({ label }, index) => text(`${index === 0 ? '' : '  '}[${untrustedLine(label, MAX_LABEL_LENGTH)}]`)),
  ];
  const shown = lines.map((line) => line.filter(isVisible)).filter((line) => line.length > 0);
  const elements = shown.flatMap((line, index) => (index === 0 ? line : [text('\n'), ...line]));
  return {
    ...richText({ type: 'rich_text_quote', elements: cutElements(elements, MAX_CHARACTERS) }),
    block_id: 'template_text',
  };
}

function headerElements(header: NonNullable<Template['header']>): RichTextElement[] {
  if (header.format !== 'text') return [text(`⟨${header.format}⟩`, { bold: true })];
  return marked(header.text, () => 'Value in the header').map((element) =>
    element.type === 'text' ? text(element.text, { bold: true }) : element,
  );
}

/** WhatsApp's own formatting as the phone shows it, with the marks in bold. */
function marked(value: string, labelOf: (name: string) => string): RichTextElement[] {
  const filled = fillPlaceholders(untrustedText(value), (name) => `⟨${unformatted(labelOf(name))}⟩`);
  return parseWhatsAppText(filled).flatMap(({ text: part, ...style }) =>
    part.split(MARK).map((piece) => text(piece, MARK.test(piece) ? { ...style, bold: true } : style)),
  );
}

/** A label without the signs that would format the text around it. */
function unformatted(label: string): string {
  return untrustedLine(label, MAX_LABEL_LENGTH).replace(/[*_~`⟨⟩]/g, '');
}

function isVisible(element: RichTextElement): boolean {
  return element.type !== 'text' || element.text !== '';
}
