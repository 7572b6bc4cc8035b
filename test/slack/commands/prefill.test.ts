import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTemplateSearch } from '../../../src/core/search/template-search.ts';
import { templateKey } from '../../../src/core/template/template.ts';
import { readArguments } from '../../../src/slack/commands/prefill.ts';
import { templateOf } from '../../support/slack.ts';

/** A catalogue that searches as the bot's does; `name` alone is in English. */
function catalogueOf(...keys: string[]) {
  const templates = keys.map((key) => {
    const [name = '', language = 'en'] = key.split(':');
    return templateOf({ name, language });
  });
  return {
    search: createTemplateSearch(templates),
    find: (name: string, language: string) => templates.find((one) => one.name === name && one.language === language),
  };
}

const CATALOGUE = catalogueOf(
  'outage_notice',
  'Booking_confirm',
  'booking_done:en_US',
  'booking_done:hi',
  'news:en_GB',
  'news:en_US',
  'news:pt_BR',
  'promo',
  'PROMO',
);

function read(text: string) {
  const { template, recipients, note } = readArguments(text, CATALOGUE);
  return { template: template && templateKey(template), recipients, note };
}

const NUMBER = '+91 98111 11113';

describe('the template of a command', () => {
  it.each([
    '“outage_notice”',
    '„outage_notice“',
    '«outage_notice»',
    "'outage_notice'",
    '‘outage_notice’',
    '`outage_notice`',
    '```outage_notice```',
    '*outage_notice*',
    '_outage_notice_',
    '~*_outage_notice_*~',
    '“*outage_notice*”,',
    'outage_notice,',
    'outage_notice:',
    'outage_notice :',
    'outage_notice;',
    'outage_notice.',
    'OUTAGE_NOTICE',
    'Outage-Notice',
    '\u200boutage_notice\u200b',
    ':outage_notice:',
  ])('is chosen by %s', (word) => {
    expect(read(`${word} ${NUMBER}`)).toEqual({
      template: 'outage_notice:en',
      recipients: NUMBER,
      note: undefined,
    });
  });

  it.each([
    `outage_notice,${NUMBER}`,
    `outage_notice:${NUMBER}`,
    `“outage_notice”${NUMBER}`,
    `“outage_notice ${NUMBER}”`,
    `${NUMBER} outage_notice`,
    `outage_notice to ${NUMBER}`,
    `outage_notice\n${NUMBER}`,
  ])('is found beside its numbers: %s', (text) => {
    expect(read(text)).toEqual({ template: 'outage_notice:en', recipients: NUMBER, note: undefined });
  });

  it.each([
    ['booking_confirm', 'Booking_confirm:en'],
    ['Booking_confirm', 'Booking_confirm:en'],
    ['BOOKING_CONFIRM', 'Booking_confirm:en'],
    ['promo', 'promo:en'],
    ['PROMO', 'PROMO:en'],
  ])('is found in another case when exactly one fits: %s', (word, template) => {
    expect(read(word).template).toBe(template);
  });

  it('is left to the person when several fit', () => {
    expect(read(`Promo ${NUMBER}`)).toEqual({
      template: undefined,
      recipients: NUMBER,
      note: '“Promo” may be “PROMO” or “promo”. Choose one below.',
    });
  });

  it.each([
    'booking_done:en-US',
    'booking_done:en_US',
    'booking_done:EN-us',
    'booking_done: en-US',
    'booking_done en_us',
    'booking_done (en-US)',
    '“booking_done:en-US”,',
    '`booking_done`:en-US',
    'booking_done:`en-US`',
    '*Booking_Done:en-us*:',
  ])('has its language in any form: %s', (word) => {
    expect(read(`${word} ${NUMBER}`)).toEqual({
      template: 'booking_done:en_US',
      recipients: NUMBER,
      note: undefined,
    });
  });

  it.each([
    ['booking_done:en', 'booking_done:en_US', 'English (United States), Hindi. This one is English (United States).'],
    ['booking_done:en-GB', 'booking_done:en_US', 'This one is English (United States).'],
    ['news:pt', 'news:pt_BR', 'This one is Portuguese (Brazil).'],
    ['news:en', 'news:en_GB', 'This one is English (United Kingdom).'],
    ['news', 'news:en_GB', 'This one is English (United Kingdom).'],
    ['news:fr', undefined, 'Portuguese (Brazil), not in “fr”. Choose one below.'],
  ])('says which language was taken: %s', (word, template, note) => {
    const found = read(`${word} ${NUMBER}`);

    expect(found).toMatchObject({ template, recipients: NUMBER });
    expect(found.note).toContain(note);
  });

  const name = fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/),
    // A name of underscores alone cannot be told from its decoration.
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/).filter((text) => /[^_]/.test(text)),
    fc.stringMatching(/^[0-9]{1,6}$/),
    fc.stringMatching(/^[0-9]{1,12}[a-z_]{1,3}$/),
    fc.stringMatching(/^([a-z]{1,3}_){9,14}[a-z]$/),
  );
  const decoration = fc.constantFrom(
    ...['““', '“”', '””', '„“', '‘’', '«»', '""', "''", '``', '**', '__', '~~', '<>', '[]', '{}'].map((pair) => [
      pair.charAt(0),
      pair.charAt(1),
    ]),
    ['', ''],
    ['```', '```'],
    ['', ','],
    ['', ':'],
    ['', ';'],
    ['', '!'],
    ['\u2060', '\u200b'],
  );

  it('is chosen for every name of a catalogue in every decoration', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
        fc.array(decoration, { maxLength: 3 }),
        fc.constantFrom('', ':en', ':EN', ':en_US', ':en-us'),
        fc.boolean(),
        (names, decorations, language, isUpper) => {
          const [wanted = ''] = names;
          const alike = names.filter((other) => other.toLowerCase() === wanted.toLowerCase());
          // A name between underscores is that name, not the one that they would decorate.
          const bare = wanted.replace(/^_+|_+$/g, '').toLowerCase();
          fc.pre(bare === '' || !names.slice(1).some((other) => other.replace(/^_+|_+$/g, '').toLowerCase() === bare));
          fc.pre(bare !== '' || names.every((other) => other === wanted || !/^_+$/.test(other)));
          const typed = isUpper && alike.length === 1 ? wanted.toUpperCase() : wanted;
          const word = decorations.reduce((inner, [left, right]) => `${left}${inner}${right}`, `${typed}${language}`);

          const { template, recipients } = readArguments(`${word} ${NUMBER}, +39 347 123 4567`, catalogueOf(...names));

          expect(template?.name).toBe(wanted);
          expect(recipients).toBe(`${NUMBER}, +39 347 123 4567`);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('the recipients of a command', () => {
  it.each([
    ['+91 98111 11113, +39 347 123 4567', '+91 98111 11113, +39 347 123 4567'],
    ['“+91 98111 11113”, *+39 347 123 4567*', '+91 98111 11113, +39 347 123 4567'],
    ['(+91) 98111-11113; 00 39 347 123 4567', '(+91) 98111-11113; 00 39 347 123 4567'],
    ['+919811111113+393471234567', '+919811111113+393471234567'],
    ['https://wa.me/919811111113 and tel:+393471234567', 'https://wa.me/919811111113, tel:+393471234567'],
    ['1. +919811111113\n2. +393471234567', '1. +919811111113\n2. +393471234567'],
    ['+62812345678.0 +62812345678 (2)', '+62812345678.0 +62812345678 (2)'],
    ['9.19812E+11', '9.19812E+11'],
    ['•+91 98111 11113 • +39 347 123 4567', '+91 98111 11113, +39 347 123 4567'],
  ])('stand as they were typed: %s', (typed, recipients) => {
    expect(read(`outage_notice ${typed}`)).toEqual({ template: 'outage_notice:en', recipients, note: undefined });
  });

  it.each([
    [
      'outage_notice please +91 98111 11113',
      '+91 98111 11113',
      'Left out, because it is not a phone number: “please”.',
    ],
    [
      'outage_notice @asha +91 98111 11113 and “Ravi” +39 347 123 4567',
      '+91 98111 11113, +39 347 123 4567',
      'Left out, because they are not phone numbers: “@asha”, “Ravi”.',
    ],
    ['outage_notice promo', '', 'Left out, because it is not a phone number: “promo”.'],
    ['+91 98111 11113 foo', '+91 98111 11113', 'Left out, because it is not a phone number: “foo”.'],
  ])('never hold what is no number: %s', (text, recipients, note) => {
    expect(read(text)).toMatchObject({ recipients, note });
  });

  it.each([
    ['+62812345678 9o', '', '“+62812345678 9o”'],
    ['+62812345678 x2', '', '“+62812345678 x2”'],
    ['+62812345678x2, +39 347 123 4567', '+39 347 123 4567', '“+62812345678x2”'],
    ['9o8 12345678, +39 347 123 4567', '+39 347 123 4567', '“9o8 12345678”'],
    ['+62812345678x2, 919811111113', '919811111113', '“+62812345678x2”'],
    ['919811111113, 9o8', '919811111113', '“9o8”'],
    ['x2 919811111113', '919811111113', '“x2”'],
    ['919811111113\n9o8', '919811111113', '“9o8”'],
    ['9o8 +919811111113', '+919811111113', '“9o8”'],
  ])('hold no number that lost its end to a slip: %s', (text, recipients, quoted) => {
    const found = read(`outage_notice ${text}`);

    expect(found.recipients).toBe(recipients);
    expect(found.note).toContain(quoted);
  });

  it('say what has no room, by whole numbers', () => {
    const numbers = Array.from({ length: 300 }, (_, n) => `+6281234${String(n).padStart(4, '0')}`);

    const { recipients, note } = read(`outage_notice ${numbers.join(', ')}`);

    const kept = recipients.split(', ');
    expect(kept).toEqual(numbers.slice(0, kept.length));
    expect(recipients.length).toBeLessThanOrEqual(3_000);
    expect(note).toBe(`The numbers from “${numbers[kept.length]}” on do not fit below. Send to them afterwards.`);
  });

  it.each(['_', '!', 'a:', '+', '1', '(', ' _'])('are read in no time, however long a word of %s is', (unit) => {
    const text = unit.repeat(8_000 / unit.length);
    const before = performance.now();

    readArguments(text, CATALOGUE);

    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('are numbers and nothing else, whatever is typed, and nothing of it is lost', () => {
    const piece = fc.oneof(
      fc.constantFrom(NUMBER, '+62812345678', '919811111113', 'outage_notice', 'x2', '9o', 'and', '(2)', 'wa.me/9198'),
      fc.constantFrom('foo', 'bk-77', '₹500', '😀', '“hi”', '_', '10:30', '@asha', 'नमस्ते', '٣٤', 'E+11', '+', ':'),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const gap = fc.constantFrom(' ', ' ', ', ', '\n', '', ';', ':');
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, gap), { maxLength: 12 }), (pieces) => {
        const text = pieces.flat().join('');

        const { template, recipients, note = '' } = readArguments(text, CATALOGUE);

        const link = /(?:https?:\/\/)?wa\.me\/[^\s,;|]*|\d+(?:[.,]\d+)?E\+?\d+/gi;
        expect(recipients.replace(link, '')).not.toMatch(/[\p{L}_@#₹😀]/u);
        const shown = `${recipients} ${note} ${template?.name ?? ''}`.toLowerCase();
        const words = text
          .replace(/[^\p{L}\p{Nd}]+/gu, ' ')
          .trim()
          .toLowerCase()
          .split(' ');
        const passedOver = new Set(['and', 'to', 'tel', 'outage', 'note', 'en', 'hi', 'us']);
        for (const word of words) if (!passedOver.has(word)) expect(shown).toContain(word);
      }),
      { numRuns: 1_000 },
    );
  });
});
