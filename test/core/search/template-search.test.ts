import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTemplateSearch } from '../../../src/core/search/template-search.ts';
import { placeholdersOf, type Template, templateKey } from '../../../src/core/template/template.ts';

function template(name: string, language: string, text: string, rest: Partial<Template> = {}): Template {
  const parameters = placeholdersOf(text).map((slot) => ({ name: slot, label: `Value ${slot}`, example: undefined }));
  return {
    name,
    language,
    category: 'UTILITY',
    status: 'APPROVED',
    header: undefined,
    body: { text, parameters },
    footer: undefined,
    buttons: [],
    ...rest,
  };
}

const TEMPLATES = [
  template('order_update', 'en', 'Your order {{1}} has left our store.'),
  template('appointment_reminder', 'hi', 'नमस्ते {{1}}, आपकी अपॉइंटमेंट कल है।'),
  template('booking_confirm', 'en', 'Hello {{1}}, your booking {{2}} is confirmed.'),
  template('order_update', 'es_MX', 'Su pedido {{1}} salió de la tienda.'),
  template('appointment_reminder', 'en', 'Hello {{1}}, we expect you tomorrow. Another booking? Answer here.'),
  template('promo_code', 'en', 'A treat for your next order: {{1}}.', { category: 'MARKETING' }),
  template('réservation_étape', 'fr', 'Bonjour {{1}}.'),
];

const search = createTemplateSearch(TEMPLATES);

function found(query: string, limit = 10): string[] {
  return search(query, limit).map(templateKey);
}

describe('searching the templates', () => {
  it('lists all of them by name while nothing is typed, languages side by side', () => {
    expect(found('')).toEqual([
      'appointment_reminder:en',
      'appointment_reminder:hi',
      'booking_confirm:en',
      'order_update:en',
      'order_update:es_MX',
      'promo_code:en',
      'réservation_étape:fr',
    ]);
    expect(found('', 3)).toHaveLength(3);
  });

  it.each([
    'booking_confirm',
    'Booking Confirm',
    'bookingconfirm',
    'book',
    'confirm',
    'CONFIRM booking',
    ' book-confirm ',
  ])('finds booking_confirm by “%s”', (query) => {
    expect(found(query)[0]).toBe('booking_confirm:en');
  });

  it('puts a name before a text that holds the same word', () => {
    expect(found('order')).toEqual(['order_update:en', 'order_update:es_MX', 'promo_code:en']);
    expect(found('booking')).toEqual(['booking_confirm:en', 'appointment_reminder:en']);
    expect(found('ooking')).toEqual(['booking_confirm:en', 'appointment_reminder:en']);
  });

  it('puts the language that was asked for before another whose text holds the same letters', () => {
    const list = [template('notice', 'en', 'Say yes to it.'), template('notice', 'es', 'Hola')];

    expect(createTemplateSearch(list)('es', 10).map(templateKey)).toEqual(['notice:es', 'notice:en']);
  });

  it('finds by the words of the text, whatever their accents', () => {
    expect(found('salio tienda')).toEqual(['order_update:es_MX']);
    expect(found('reservation etape')).toEqual(['réservation_étape:fr']);
    expect(found('अपॉइंटमेंट')).toEqual(['appointment_reminder:hi']);
  });

  it('finds by what a parameter is called', () => {
    const labelled = template('invoice_ready', 'en', 'Here is {{1}}.');
    const body = { ...labelled.body, parameters: [{ name: '1', label: 'Invoice number', example: undefined }] };

    expect(createTemplateSearch([{ ...labelled, body }])('number', 5)).toHaveLength(1);
  });

  it('finds by language, by its code or its name, and by category', () => {
    expect(found('hindi')).toEqual(['appointment_reminder:hi']);
    expect(found('order es_MX')).toEqual(['order_update:es_MX']);
    expect(found('appointment spanish')).toEqual([]);
    expect(found('marketing')).toEqual(['promo_code:en']);
  });

  it.each([
    ['a wrong letter', 'bokking', 'booking_confirm:en'],
    ['a letter missing', 'boking', 'booking_confirm:en'],
    ['a letter too many', 'bookking', 'booking_confirm:en'],
    ['two letters swapped', 'bookign', 'booking_confirm:en'],
    ['a wrong first letter', 'vooking', 'booking_confirm:en'],
    ['a typo in half a word', 'appoimt', 'appointment_reminder:en'],
    ['a typo beside a right word', 'updte order', 'order_update:en'],
  ])('forgives %s', (_, query, expected) => {
    expect(found(query)[0]).toBe(expected);
  });

  it('does not take a typo for something else while the word itself is there', () => {
    expect(found('code')).toEqual(['promo_code:en']);
  });

  it('finds nothing for two typos, for a typo in a short word, or for other digits', () => {
    const offer = template('offer_2025', 'en', 'Hello');

    expect(found('bkkng')).toEqual([]);
    expect(found('yur')).toEqual([]);
    expect(found('order 99')).toEqual([]);
    expect(createTemplateSearch([offer])('2024', 10)).toEqual([]);
    expect(createTemplateSearch([offer])('2025', 10)).toEqual([offer]);
  });

  it('takes a typo for no more than one letter: all others count', () => {
    const list = [template('booking', 'en', 'Hello'), template('bookish', 'en', 'Hello')];

    expect(createTemplateSearch(list)('bokin', 10).map(({ name }) => name)).toEqual(['booking']);
    expect(createTemplateSearch(list)('booknig', 10).map(({ name }) => name)).toEqual(['booking']);
    expect(createTemplateSearch([template('bookins', 'en', 'Hello')])('booknig', 10)).toEqual([]);
    expect(createTemplateSearch(list)('boooki', 10).map(({ name }) => name)).toEqual(['booking', 'bookish']);
  });

  it('takes any query: marks only, very long, or regular expression signs', () => {
    expect(found('***')).toHaveLength(7);
    expect(found('zq '.repeat(5000))).toEqual([]);
    expect(found('(order[')).toEqual(['order_update:en', 'order_update:es_MX', 'promo_code:en']);
  });

  it('looks at the first eight words, and at the first 100 characters', () => {
    const seven = 'order '.repeat(7);

    expect(found(`${seven} nowhere`)).toEqual([]);
    expect(found(`${seven} order nowhere`)).toEqual(found('order'));
    expect(found(`order ${' '.repeat(93)}z`)).toEqual([]);
    expect(found(`order ${' '.repeat(94)}z`)).toEqual(found('order'));
  });
});

/** Letters of scripts that people write templates in; Chinese has no spaces between words. */
const ALPHABETS = ['abcdefgßéñøŁ', 'абвгдежз', 'कखगनमसतेािी', 'தமிழ்வணக', 'ابتثجحخدر', '您的订单已发货送达'];
const LETTERS = ALPHABETS.map((letters) => [...letters]);

/** A word of one script, as its letters. */
const WORD = fc
  .constantFrom(...LETTERS)
  .chain((letters) => fc.array(fc.constantFrom(...letters), { minLength: 6, maxLength: 12 }));

describe('any word of a text', () => {
  it('finds its template by any part of it, in capitals too', () => {
    fc.assert(
      fc.property(WORD, fc.nat(5), fc.integer({ min: 1, max: 6 }), (word, from, length) => {
        const holding = template('first', 'en', `Hello {{1}}, ${word.join('')}.`);
        const part = word.slice(from, from + length).join('');
        const findAmong = createTemplateSearch([template('second', 'en', 'Nothing'), holding]);

        expect(findAmong(part, 10)).toContain(holding);
        expect(findAmong(part.toUpperCase(), 10)).toContain(holding);
      }),
    );
  });

  it('finds its template by its beginning with any one typo', () => {
    const typos: readonly ((letters: readonly string[], at: number, other: string) => readonly string[])[] = [
      (letters, at) => letters.toSpliced(at, 1),
      (letters, at, other) => letters.toSpliced(at, 0, other),
      (letters, at, other) => letters.toSpliced(at, 1, other),
      (letters, at) => letters.toSpliced(at, 2, letters[at + 1] ?? '', letters[at] ?? ''),
    ];
    fc.assert(
      fc.property(
        // One UTF-16 unit a letter, also once it is normalized: what a typo is counted in.
        fc.array(fc.constantFrom(...'abcdefжзиктас'), { minLength: 6, maxLength: 12 }),
        fc.integer({ min: 5, max: 12 }),
        fc.nat(4),
        fc.constantFrom('x', 'щ'),
        fc.constantFrom(...typos),
        (word, length, at, other, make) => {
          const holding = template('first', 'en', `Hello {{1}}, ${word.join('')}.`);
          const beginning = word.slice(0, length);
          const typed = make(beginning, Math.min(at, beginning.length - 2), other).join('');

          expect(createTemplateSearch([holding])(typed, 10)).toEqual([holding]);
        },
      ),
    );
  });
});

describe('the order of what is found', () => {
  const NAMES = ['order', 'my_order', 'ordre', 'parcel', 'payment'];
  const TEMPLATE = fc.record({
    name: fc.constantFrom(...NAMES),
    language: fc.constantFrom('en', 'hi', 'ta'),
    text: fc.constantFrom('Your order', 'Reordered', 'Ordre', 'Your payment'),
    status: fc.constantFrom('APPROVED' as const, 'PAUSED' as const),
  });
  const LIST = fc
    .uniqueArray(TEMPLATE, { selector: (one) => templateKey(one), maxLength: 18 })
    .map((list) => list.map(({ name, language, text, status }) => template(name, language, text, { status })));

  it('has what can be sent first, and the languages of one template side by side', () => {
    fc.assert(
      fc.property(LIST, fc.constantFrom('', 'order', 'ordrr', 'your order'), (list, query) => {
        const heads = createTemplateSearch(list)(query, 100).map(({ name, status }) => `${status} ${name}`);
        const withoutRepeats = heads.filter((head, at) => head !== heads[at - 1]);
        const statuses = withoutRepeats.map((head) => head.split(' ')[0]);

        expect(new Set(withoutRepeats).size).toBe(withoutRepeats.length);
        expect(statuses).toEqual([...statuses].sort());
      }),
      { numRuns: 3000 },
    );
  });

  it('has the whole name first, then names that begin with it, then words of a name, parts of them, and the text', () => {
    const list = [
      template('payment', 'en', 'For your order'),
      template('border_control', 'en', 'Hello'),
      template('my_order', 'en', 'Hello'),
      template('order_update', 'en', 'Hello'),
      template('order', 'en', 'Hello'),
      template('ordre', 'en', 'Hello'),
    ];

    expect(createTemplateSearch(list)('order', 10).map(({ name }) => name)).toEqual([
      'order',
      'order_update',
      'my_order',
      'border_control',
      'payment',
    ]);
  });

  it('has the whole name first, whether its words are typed apart or in one go', () => {
    const list = [template('promo_code_b', 'en', 'Hello'), template('promocode', 'en', 'Hello')];

    expect(createTemplateSearch(list)('promocode', 10).map(({ name }) => name)).toEqual(['promocode', 'promo_code_b']);
  });

  it('has a text with one typo before a name with two', () => {
    const list = [template('update_ordre', 'en', 'Hello'), template('welcome', 'en', 'An update of your order')];

    expect(createTemplateSearch(list)('updte order', 10).map(({ name }) => name)).toEqual(['welcome', 'update_ordre']);
  });

  it('has a typo only where nothing holds what was typed', () => {
    fc.assert(
      fc.property(LIST, fc.constantFrom('order', 'payment', 'ordre'), (list, query) => {
        const isTyped = (one: Template) => `${one.name} ${one.body.text}`.toLowerCase().includes(query);
        const matches = createTemplateSearch(list)(query, 100);

        expect(matches.every(isTyped)).toBe(list.some(isTyped) || matches.length === 0);
      }),
    );
  });
});
