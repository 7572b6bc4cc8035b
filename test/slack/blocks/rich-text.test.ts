import type { RichTextElement } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { cutElements, shownLength, text } from '../../../src/slack/blocks/rich-text.ts';

const LINK: RichTextElement = { type: 'link', url: 'https://e.com', text: 'here' };
const NOTE_OF = (count: string) => text(` … (${count} more characters)`, { italic: true });

describe('what has no room', () => {
  it('stays as it is while it fits', () => {
    expect(cutElements([text('Hello'), LINK], 22)).toEqual([text('Hello'), LINK]);
  });

  it('is cut within a text, and it is said how much that was', () => {
    expect(cutElements([text('Hello '), text('Asha', { bold: true }), text('!')], 8)).toEqual([
      text('Hello '),
      text('As', { bold: true }),
      NOTE_OF('3'),
    ]);
    expect(cutElements([text('x'.repeat(2_010))], 10)).toEqual([text('x'.repeat(10)), NOTE_OF('2,000')]);
  });

  it('is counted in whole characters, and leaves nothing empty', () => {
    expect(cutElements([text('👍👍'), text('👍')], 2)).toEqual([text('👍👍'), NOTE_OF('1')]);
    expect(cutElements([text('👍👍👍')], 2)).toEqual([text('👍👍'), NOTE_OF('1')]);
    expect(cutElements([text('a'), LINK, text('b')], 1)).toEqual([text('a'), NOTE_OF('18')]);
  });

  it('is a link as a whole, with its address and its words', () => {
    expect(cutElements([text('Hello'), LINK], 21)).toEqual([text('Hello'), NOTE_OF('1')]);
    expect(cutElements([{ type: 'link', url: 'https://e.com' }, text('ab')], 14)).toEqual([
      { type: 'link', url: 'https://e.com' },
      text('a'),
      NOTE_OF('1'),
    ]);
  });

  it('is several elements where one would be longer than Slack takes', () => {
    const long = 'a'.repeat(3_001);
    const pieces = cutElements([text(long, { bold: true })], 10_000);

    expect(pieces.map((piece) => (piece.type === 'text' ? piece.text : '')).join('')).toBe(long);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every((piece) => piece.type === 'text' && piece.text.length <= 3_000 && piece.style?.bold)).toBe(
      true,
    );
    expect(cutElements([text('a'.repeat(3_000))], 10_000)).toHaveLength(1);
  });
});

describe('what blocks show', () => {
  it('is every text in them but the names of their types', () => {
    expect(shownLength({ type: 'section', text: { type: 'mrkdwn', text: 'Hello' }, fields: ['ab', 7, null] })).toBe(7);
  });
});
