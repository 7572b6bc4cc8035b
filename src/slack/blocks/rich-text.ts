import type { RichTextBlock, RichTextElement, RichTextSection, RichTextText } from '@slack/types';
import { formatCount } from '../../core/format.ts';
import { MAX_TEXT_LENGTH } from '../limits.ts';

/** A text element: Slack shows it letter by letter, without markup. */
export function text(value: string, style: NonNullable<RichTextText['style']> = {}): RichTextText {
  return Object.keys(style).length === 0 ? { type: 'text', text: value } : { type: 'text', text: value, style };
}

/** A block of lines. */
export function richText(...elements: RichTextBlock['elements']): RichTextBlock {
  return { type: 'rich_text', elements };
}

/** A line of its own. */
export function section(...elements: readonly RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements: [...elements] };
}

/**
 * Cuts what exceeds `maxCharacters` (code points) and says how much that was; splits texts that are longer than Slack
 * takes in one element.
 */
export function cutElements(elements: readonly RichTextElement[], maxCharacters: number): RichTextElement[] {
  const total = elements.reduce((sum, element) => sum + lengthOf(element), 0);
  if (total <= maxCharacters) return elements.flatMap(splitElement);
  const kept: RichTextElement[] = [];
  let room = maxCharacters;
  for (const element of elements) {
    const length = lengthOf(element);
    if (length <= room) kept.push(element);
    else if (element.type === 'text') kept.push({ ...element, text: [...element.text].slice(0, room).join('') });
    room -= length;
    if (room <= 0) break;
  }
  const note = text(` … (${formatCount(total - maxCharacters)} more characters)`, { italic: true });
  return [...kept.filter((element) => lengthOf(element) > 0).flatMap(splitElement), note];
}

function splitElement(element: RichTextElement): RichTextElement[] {
  if (element.type !== 'text' || element.text.length <= MAX_TEXT_LENGTH) return [element];
  const points = [...element.text];
  const step = MAX_TEXT_LENGTH / 2;
  const pieces = Math.ceil(points.length / step);
  return Array.from({ length: pieces }, (_, index) => ({
    ...element,
    text: points.slice(index * step, (index + 1) * step).join(''),
  }));
}

function lengthOf(element: RichTextElement): number {
  if (element.type === 'text') return [...element.text].length;
  return element.type === 'link' ? element.url.length + (element.text?.length ?? 0) : 0;
}

/** Characters that blocks show or carry: every text in them except the names of their types. */
export function shownLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, part]) => sum + (key === 'type' ? 0 : shownLength(part)), 0);
}
