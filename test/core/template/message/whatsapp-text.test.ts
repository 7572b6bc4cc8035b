import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyWithLabels, parseWhatsAppText } from '../../../../src/core/template/message/whatsapp-text.ts';

describe('formatted text', () => {
  it.each([
    ['*bold*', [{ text: 'bold', bold: true }]],
    ['_italic_', [{ text: 'italic', italic: true }]],
    ['~strike~', [{ text: 'strike', strike: true }]],
    ['`code`', [{ text: 'code', code: true }]],
    ['```two\nlines```', [{ text: 'two\nlines', code: true }]],
    ['a *b* c', [{ text: 'a ' }, { text: 'b', bold: true }, { text: ' c' }]],
    [
      '(*b*), _i_.',
      [{ text: '(' }, { text: 'b', bold: true }, { text: '), ' }, { text: 'i', italic: true }, { text: '.' }],
    ],
    ['*नमस्ते*!', [{ text: 'नमस्ते', bold: true }, { text: '!' }]],
    ['*😀*', [{ text: '😀', bold: true }]],
    ['*a b*', [{ text: 'a b', bold: true }]],
  ])('shows %j as a phone does', (text, spans) => {
    expect(parseWhatsAppText(text)).toEqual(spans);
  });

  it.each([
    [
      '*a _b_ c*',
      [
        { text: 'a ', bold: true },
        { text: 'b', bold: true, italic: true },
        { text: ' c', bold: true },
      ],
    ],
    ['*_~x~_*', [{ text: 'x', bold: true, italic: true, strike: true }]],
    ['*`x`*', [{ text: 'x', bold: true, code: true }]],
    ['`*x*`', [{ text: '*x*', code: true }]],
    [
      '*a `b* c` d*',
      [
        { text: 'a ', bold: true },
        { text: 'b* c', bold: true, code: true },
        { text: ' d', bold: true },
      ],
    ],
  ])('nests in %j', (text, spans) => {
    expect(parseWhatsAppText(text)).toEqual(spans);
  });

  it.each([
    'snake_case_name',
    '2*3*4',
    '* not bold *',
    '*not bold *',
    '* not bold*',
    '*open',
    '*two\nlines*',
    '**',
    '****',
    '``',
    '`a\nb`',
    '2 * 3 * 4',
    'a*b*',
    '*b*a',
    '*क*ा',
  ])('leaves %j as it was typed', (text) => {
    expect(parseWhatsAppText(text)).toEqual([{ text }]);
  });

  it('gives the inner of two equal marks its meaning', () => {
    expect(parseWhatsAppText('**b**')).toEqual([{ text: '*' }, { text: 'b', bold: true }, { text: '*' }]);
  });

  it('is nothing when there is no text', () => {
    expect(parseWhatsAppText('')).toEqual([]);
  });

  it('keeps every character of text without marks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[*_~`]/.test(text));

        expect(joined(text)).toBe(text);
      }),
    );
  });

  it('loses marks only, whatever is typed', () => {
    const unit = fc.constantFrom(...'ab *_~`\n1,é😀'.split(''));

    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        const left = joined(text);

        expect(left.replace(/[*_~`]/g, '')).toBe(text.replace(/[*_~`]/g, ''));
        expect(isSubsequence(left, text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('formats what is marked, wherever it stands', () => {
    const word = fc.stringMatching(/^[a-zé0-9]{1,6}( [a-zé0-9]{1,6})?$/);
    const marks = fc.constantFrom(
      ['*', 'bold'] as const,
      ['_', 'italic'] as const,
      ['~', 'strike'] as const,
      ['`', 'code'] as const,
    );

    fc.assert(
      fc.property(word, marks, word, word, (inner, [mark, style], before, after) => {
        const spans = parseWhatsAppText(`${before} ${mark}${inner}${mark}, ${after}`);

        expect(spans).toEqual([{ text: `${before} ` }, { text: inner, [style]: true }, { text: `, ${after}` }]);
      }),
    );
  });

  it.each(['*a ', '*a', '_*~', '`', '``` ', '*a* ', '*`a'])(
    'takes time in proportion to its length: %j again and again',
    (part) => {
      const startedAt = performance.now();

      parseWhatsAppText(part.repeat(100_000));

      expect(performance.now() - startedAt).toBeLessThan(3000);
    },
  );
});

describe('a body that is still to be filled', () => {
  it('names what belongs into each place', () => {
    const body = {
      text: 'Hello {{ 1 }}, your booking *{{2}}* is confirmed, {{1}}. {{3}}',
      parameters: [
        { name: '2', label: 'Booking number', example: 'BK-77' },
        { name: '1', label: 'Name', example: undefined },
      ],
    };

    expect(bodyWithLabels({ body })).toBe(
      'Hello ⟨Name⟩, your booking *⟨Booking number⟩* is confirmed, ⟨Name⟩. ⟨Value 3⟩',
    );
  });
});

function joined(text: string): string {
  return parseWhatsAppText(text)
    .map((span) => span.text)
    .join('');
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (character === part.slice(at, at + character.length)) at += character.length;
  return at === part.length;
}
