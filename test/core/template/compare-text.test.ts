import { describe, expect, it } from 'vitest';
import { hasPart, TEXT_PARTS, textDifferences } from '../../../src/core/template/compare-text.ts';
import type { Template, TemplateButton } from '../../../src/core/template/template.ts';
import { templateOf } from '../../support/slack.ts';

function of(change: Partial<Template> = {}): Template {
  return templateOf({ name: 'booking_confirm', ...change });
}

function body(text: string): Template {
  return of({ body: { text, parameters: [] } });
}

function differing(ours: string, theirs: string) {
  const [found] = textDifferences(body(ours), body(theirs), TEXT_PARTS);
  return found === undefined ? undefined : [found.file, found.approved];
}

function buttons(...all: readonly TemplateButton[]): Template {
  return of({ buttons: all });
}

const URL_BUTTON = { kind: 'url', label: 'View', url: 'https://example.com/{{1}}', example: 'a' } as const;
const PHONE_BUTTON = { kind: 'phone_number', label: 'Call', number: '+91 98000-00000' } as const;
const CODE_BUTTON = { kind: 'copy_code', label: 'Copy', example: undefined } as const;
const REPLY_BUTTON = { kind: 'quick_reply', label: 'Stop' } as const;

describe('two texts', () => {
  it.each([
    ['line ends', 'One\r\nTwo\rThree', 'One\nTwo\nThree'],
    ['blanks at the end of a line', 'One  \nTwo\t', 'One\nTwo'],
    ['blanks around all of it', '\n One ', 'One'],
    ['how an accent is written', 'Cafe\u0301', 'Caf\u00e9'],
    ['the names of placeholders', '{{customer}}: {{order}}, {{customer}}', '{{1}}: {{2}}, {{1}}'],
  ])('are the same whatever %s', (_, ours, theirs) => {
    expect(differing(ours, theirs)).toBeUndefined();
  });

  it.each([
    ['One two', 'One  two'],
    ['One\n\nTwo', 'One\nTwo'],
    ['{{1}} {{2}}', '{{2}} {{2}}'],
    ['Hello', 'hello'],
  ])('differ: %j and %j', (ours, theirs) => {
    expect(differing(ours, theirs)).toBeDefined();
  });

  it('are quoted from the word before the one that differs, some 20 characters back', () => {
    expect(differing('Hello Asha, your trip is booked.', 'Hello Asha, your trip is CANCELLED.')).toEqual([
      '…Asha, your trip is booked.',
      '…Asha, your trip is CANCELLED.',
    ]);
  });

  it('are quoted from their beginning when they differ near it', () => {
    expect(differing('Hello', 'Howdy')).toEqual(['Hello', 'Howdy']);
    expect(differing('A word or two and X', 'A word or two and Y')).toEqual([
      'A word or two and X',
      'A word or two and Y',
    ]);
  });

  it('are quoted from where one goes on and the other has ended', () => {
    const [short, long] = ['Your whole trip is booked', 'Your whole trip is booked for today'];
    const quoted = ['…trip is booked', '…trip is booked for today'];

    expect(differing(short, long)).toEqual(quoted);
    expect(differing(long, short)).toEqual(quoted.toReversed());
    expect(differing('', 'Hello')).toEqual(['', 'Hello']);
    expect(differing('Hello', '')).toEqual(['Hello', '']);
  });

  it('are quoted within a word that is longer than 20 characters', () => {
    expect(differing(`${'a'.repeat(40)}X`, `${'a'.repeat(40)}Y`)).toEqual([
      `…${'a'.repeat(20)}X`,
      `…${'a'.repeat(20)}Y`,
    ]);
  });

  it('are quoted as one line of 70 characters, with … where it is cut', () => {
    const [ours, theirs] = differing(`${'x'.repeat(70)}`, `y\n\n${'x'.repeat(68)}`) ?? [];

    expect(ours).toBe('x'.repeat(70));
    expect(theirs).toBe(`y ${'x'.repeat(67)}…`);
  });

  it('are counted in whole characters', () => {
    expect(differing(`${'👍'.repeat(71)}`, 'no')?.[0]).toBe(`${'👍'.repeat(70)}…`);
  });
});

describe('the parts of two templates', () => {
  it('are compared one by one, those that were asked for', () => {
    const ours = of({
      header: { format: 'text', text: 'H', example: undefined },
      footer: 'F',
      buttons: [REPLY_BUTTON],
    });
    const theirs = of({ body: { text: 'Bye', parameters: [] } });

    expect(textDifferences(ours, theirs, TEXT_PARTS)).toEqual([
      { part: 'header', file: 'H', approved: '' },
      { part: 'body', file: 'Hello', approved: 'Bye' },
      { part: 'footer', file: 'F', approved: '' },
      { part: 'buttons', file: '[Stop]', approved: '' },
    ]);
    expect(textDifferences(ours, theirs, ['footer']).map(({ part }) => part)).toEqual(['footer']);
    expect(textDifferences(ours, ours, TEXT_PARTS)).toEqual([]);
  });

  it('are there or not', () => {
    const all = of({ header: { format: 'image', example: undefined }, footer: 'F', buttons: [REPLY_BUTTON] });

    expect(TEXT_PARTS.filter((part) => hasPart(all, part))).toEqual(['header', 'body', 'footer', 'buttons']);
    expect(TEXT_PARTS.filter((part) => hasPart(of(), part))).toEqual(['body']);
  });

  it('say of a header with media which one it is', () => {
    const differences = textDifferences(
      of({ header: { format: 'image', example: undefined } }),
      of({ header: { format: 'video', example: undefined } }),
      ['header'],
    );

    expect(differences).toEqual([{ part: 'header', file: '(image)', approved: '(video)' }]);
  });

  it('say of a button what it does', () => {
    const [found] = textDifferences(buttons(URL_BUTTON, PHONE_BUTTON, CODE_BUTTON, REPLY_BUTTON), of(), ['buttons']);
    const [other] = textDifferences(buttons(PHONE_BUTTON), of(), ['buttons']);

    expect(found?.file).toBe('[View] https://example.com/{{1}} [Call] 919800000000 [Copy] (code) [St…');
    expect(other?.file).toBe('[Call] 919800000000');
    const written = { ...PHONE_BUTTON, number: '919800000000' };
    expect(textDifferences(buttons(PHONE_BUTTON), buttons(written), ['buttons'])).toEqual([]);
    expect(textDifferences(buttons(CODE_BUTTON), buttons({ kind: 'quick_reply', label: 'Copy' }), ['buttons'])).toEqual(
      [{ part: 'buttons', file: '[Copy] (code)', approved: '[Copy]' }],
    );
  });
});
