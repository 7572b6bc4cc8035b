import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Preview } from '../../../src/core/template/message/preview.ts';
import { previewBlocks } from '../../../src/slack/blocks/preview-blocks.ts';
import { activeElements, shownText, textsOf } from '../../support/block-walk.ts';

const EMPTY: Preview = { header: undefined, body: undefined, parameters: [], footer: undefined, buttons: [] };

function previewOf(change: Partial<Preview>): Preview {
  return { ...EMPTY, ...change };
}

function elementsOf(preview: Preview): unknown {
  const [block] = previewBlocks(preview);
  return block?.elements[0]?.elements;
}

describe('a message drawn as on a phone', () => {
  it('is one quote with header, body, footer and buttons, each on its own line', () => {
    const preview = previewOf({
      header: { kind: 'text', text: 'Your booking' },
      body: 'Hello Asha,\nsee you soon.',
      footer: 'Thank you',
      buttons: [
        { kind: 'url', label: 'View', target: 'https://example.com/login/abc' },
        { kind: 'quick_reply', label: 'Stop', target: undefined },
      ],
    });

    const blocks = previewBlocks(preview);

    expect(blocks).toMatchObject([{ type: 'rich_text', elements: [{ type: 'rich_text_quote' }] }]);
    expect(shownText(blocks)).toBe(
      'Your booking\nHello Asha,\nsee you soon.\nThank you\n[View ↗ example.com/login/abc]  [Stop]',
    );
  });

  it('shows the formatting that WhatsApp will show', () => {
    expect(elementsOf(previewOf({ body: 'a *b* _c_ ~d~ `e`' }))).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'text', text: 'b', style: { bold: true } },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'c', style: { italic: true } },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'd', style: { strike: true } },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'e', style: { code: true } },
    ]);
  });

  it('names the kind of a media header and links to exactly what it shows', () => {
    const preview = previewOf({ header: { kind: 'image', url: 'https://example.com/a b.png' } });

    expect(elementsOf(preview)).toMatchObject([
      { type: 'text', text: 'Image: ' },
      { type: 'link', url: 'https://example.com/a%20b.png', text: 'https://example.com/a%20b.png' },
      {},
      {},
    ]);
  });

  it.each(['javascript:alert(1)', 'slack://open', 'not an address'])('does not link to %s', (url) => {
    const blocks = previewBlocks(previewOf({ header: { kind: 'image', url } }));

    expect(activeElements(blocks)).toEqual([]);
    expect(shownText(blocks)).toContain(url);
  });

  it('lists the values when the text of the template is not known', () => {
    const blocks = previewBlocks(previewOf({ parameters: ['Asha', 'BK-77'] }));

    expect(shownText(blocks)).toBe('(Text not available) Its values:\n1. Asha\n2. BK-77');
    expect(shownText(previewBlocks(EMPTY))).toBe('(Text not available)');
  });

  it('shows the number behind a call button and the code behind a copy button', () => {
    const preview = previewOf({
      body: 'Hi',
      buttons: [
        { kind: 'phone_number', label: 'Call us', target: '+91 80 4000 1234' },
        { kind: 'copy_code', label: 'Copy code', target: 'SAVE25' },
      ],
    });

    expect(shownText(previewBlocks(preview))).toBe('Hi\n[Call us ☎ +91 80 4000 1234]  [Copy code ⧉ SAVE25]');
  });

  it('says how much was left out of a text that is too long', () => {
    const blocks = previewBlocks(previewOf({ body: '😀'.repeat(500), footer: 'Thank you' }), { maxCharacters: 300 });

    expect(shownText(blocks)).toBe(`${'😀'.repeat(200)} … (300 more characters)\nThank you`);
  });

  it('shows the longest message that WhatsApp takes from end to end, in texts that Slack takes', () => {
    const body = `${'x'.repeat(4_500)}END`;
    const buttons = Array.from({ length: 3 }, (_, index) => ({
      kind: 'url' as const,
      label: `Button ${index}`,
      target: `https://example.com/${'u'.repeat(1_000)}/end${index}`,
    }));

    const blocks = previewBlocks(previewOf({ body, buttons }));

    expect(shownText(blocks)).toContain('xEND\n[Button 0 ↗ example.com/');
    expect(shownText(blocks)).toContain('/end2]');
    expect(Math.max(...textsOf(blocks).map(({ text }) => text.length))).toBeLessThanOrEqual(3_000);
  });

  it('removes what hides text or turns its direction, and keeps what scripts and emoji need', () => {
    const blocks = previewBlocks(previewOf({ body: 'a\u202eb\u0007c\u200bd\u2066e\u009bf 👩\u200d👧 क्\u200dष\r\ng' }));

    expect(shownText(blocks)).toBe('abcdef 👩\u200d👧 क्\u200dष\ng');
  });
});

const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '<!channel>',
        '<@U1>',
        '<https://evil.example|bank>',
        '&lt;',
        '*',
        '_',
        '`',
        '```',
        ':smile:',
        '@here',
        '\u202e',
        '\n',
        'x',
        '<',
        '>',
        '|',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('text of other people', () => {
  it('is never markup, never an element that acts, never cut in half', () => {
    const previews = fc.record({
      header: fc.option(
        HOSTILE.map((text) => ({ kind: 'text' as const, text })),
        { nil: undefined },
      ),
      body: fc.option(HOSTILE, { nil: undefined }),
      parameters: fc.array(HOSTILE, { maxLength: 3 }),
      footer: fc.option(HOSTILE, { nil: undefined }),
      buttons: fc.array(
        fc.record({
          kind: fc.constantFrom('quick_reply' as const, 'phone_number' as const, 'copy_code' as const, 'url' as const),
          label: HOSTILE,
          target: fc.option(HOSTILE, { nil: undefined }),
        }),
        { maxLength: 3 },
      ),
    });

    fc.assert(
      fc.property(previews, fc.integer({ min: 30, max: 400 }), (preview, maxCharacters) => {
        const blocks = previewBlocks(preview, { maxCharacters });

        expect(textsOf(blocks).filter(({ isMarkup }) => isMarkup)).toEqual([]);
        expect(activeElements(blocks)).toEqual([]);
        expect(shownText(blocks).isWellFormed()).toBe(true);
        expect(textsOf(blocks).filter(({ text }) => text === '')).toEqual([]);
        expect([...shownText(blocks)].length).toBeLessThanOrEqual(maxCharacters + 70);
        expect(blocks[0]?.elements[0]?.elements.length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  }, 60_000);
});
