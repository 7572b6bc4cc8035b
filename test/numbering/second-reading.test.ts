import fc from 'fast-check';
import { type CountryCode, getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { readRecipients } from '../../src/core/recipients/recipients.ts';
import { refusalSentence } from '../../src/core/recipients/refusal-sentences.ts';
import { createReadNumber } from '../../src/numbering/read-number.ts';
import { validNumbers } from './valid-numbers.ts';

const BEHIND = [
  ...[
    '.0',
    '.00',
    ',0',
    ' .0',
    ' 0',
    ' 1',
    ' 2',
    '  2',
    '-2',
    ' - 2',
    '.2',
    ' (2)',
    '(2)',
    ' [2]',
    '（2）',
    '~2',
    ' 00',
  ],
  ...['/2', '/79', ' /79', ' 7/8', ' 12', '-12', ' 123', ' x2', 'x2', ' ext. 2', ' #3', '#3', ' *2', ':2', ' • 2'],
  ...[
    '\t2',
    '\n2',
    '\u00a02',
    '\u200b2',
    '\u31642',
    '\ufe0f2',
    '\u034f2',
    '\u20602',
    ';ext=2',
    '²',
    ' ②',
    '２'.padStart(2),
  ],
];
const BEFORE = [
  '1. ',
  '1) ',
  '(1) ',
  '1 ',
  '2 ',
  '2: ',
  '2 - ',
  '3.',
  '3-',
  '#3 ',
  '12. ',
  '12) ',
  '01. ',
  '123. ',
  '1\t',
];

/** How the number is typed, and the default country, when there is one. */
interface Typed {
  readonly text: string;
  readonly home: CountryCode | undefined;
  readonly number: string;
}

function spellings({ country, parsed }: ReturnType<typeof validNumbers>[number]): Typed[] {
  const international = parsed.formatInternational();
  const abroad = [parsed.number, international, international.replace(/ /g, '-'), `00${parsed.number.slice(1)}`];
  const national = [parsed.formatNational(), parsed.nationalNumber, parsed.number.slice(1)];
  return [
    ...abroad.map((text) => ({ text, home: undefined })),
    ...abroad.map((text) => ({ text, home: country })),
    ...national.map((text) => ({ text, home: country })),
    { text: parsed.number.slice(1), home: undefined },
  ]
    .filter(({ text, home }) => /^\+|^00/.test(text) || isReadBack(text, home, parsed.number))
    .map((typed) => ({ ...typed, number: parsed.number }));
}

/** In Gabon libphonenumber writes a number of seven digits at home so that it is another one of eight. */
function isReadBack(text: string, home: CountryCode | undefined, number: string): boolean {
  const parsed = home && parsePhoneNumberFromString(text, { defaultCountry: home, extract: false });
  return home === undefined || text === number.slice(1) || parsed?.number === number;
}

const readers = new Map<CountryCode | undefined, ReturnType<typeof createReadNumber>>();

function numbersIn(text: string, home: CountryCode | undefined): string[] | 'refused' {
  const readNumber = readers.get(home) ?? createReadNumber({ defaultCountry: home });
  readers.set(home, readNumber);
  const { recipients, refused } = readRecipients(text, readNumber);
  return refused.length > 0 ? 'refused' : recipients.map(({ number }) => number);
}

describe('a number of any country', () => {
  const typed = validNumbers().flatMap(spellings);

  it('is itself or refused, with every short tail behind it and every number of a list before it', () => {
    const around = [
      ...BEHIND.map((tail) => ({ before: '', behind: tail })),
      ...BEFORE.map((head) => ({ before: head, behind: '' })),
      { before: '1. ', behind: ' 2' },
      { before: '', behind: '' },
    ];
    const others: string[] = [];

    for (const [index, { text, home, number }] of typed.entries()) {
      // Each number meets each tail in one of its spellings or in those of its neighbours.
      for (const { before, behind } of around.filter((_, at) => (at + index) % 30 === 0)) {
        const numbers = numbersIn(`${before}${text}${behind}`, home);
        if (numbers !== 'refused' && numbers.join() !== number)
          others.push(`${before}${text}${behind} (${home}): ${numbers}`);
      }
    }

    expect(others).toEqual([]);
    expect(new Set(typed.map(({ number }) => number)).size).toBeGreaterThan(1200);
  }, 60_000);

  it('never becomes another number in a list where each has a tail', () => {
    const one = fc.constantFrom(...typed.filter(({ home, text }) => home === undefined && text.startsWith('+')));
    const between = fc.constantFrom('\n', ', ', ' ', '\t', ' / ', '; ');
    const entries = fc.array(fc.tuple(one, fc.constantFrom('', ...BEHIND), between), { minLength: 1, maxLength: 4 });

    fc.assert(
      fc.property(entries, (list) => {
        const numbers = numbersIn(list.map(([{ text }, tail, gap]) => text + tail + gap).join(''), undefined);

        if (numbers !== 'refused') expect(numbers).toEqual([...new Set(list.map(([{ number }]) => number))]);
      }),
      { numRuns: 2000 },
    );
  }, 60_000);
});

describe('a mobile number of any country', () => {
  const mobiles = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []);

  it('may be grouped as its country groups it, with blanks, dashes or dots', () => {
    for (const mobile of mobiles) {
      for (const gap of [' ', '-', '.', '\u00a0', '‑']) {
        const text = mobile.formatInternational().replace(/[ -]/g, gap);

        expect([text, numbersIn(text, undefined)]).toEqual([text, [mobile.number]]);
        expect([text, numbersIn(text, mobile.country)]).toEqual([text, [mobile.number]]);
      }
      // In Somalia and on the Solomon Islands the second group is a landline, and the first one may number a list.
      if (mobile.country === 'SO' || mobile.country === 'SB') continue;
      expect(numbersIn(mobile.formatNational(), mobile.country)).toEqual([mobile.number]);
      expect(numbersIn(mobile.formatNational().replace(/[ -]/g, '-'), mobile.country)).toEqual([mobile.number]);
    }
    expect(mobiles.length).toBeGreaterThan(200);
  });
});

describe('a grouped number', () => {
  it.each<[string, string, CountryCode?]>([
    ['+49 1511 2345678', '+4915112345678'],
    ['+49 151 1234 5678', '+4915112345678'],
    ['+49 (0)151 12345678', '+4915112345678'],
    ['+49 30/1234567', '+49301234567'],
    ['+49 30 1234 5678', '+493012345678'],
    ['+49 89 12 34 56 78', '+498912345678'],
    ['+43 664 1234567', '+436641234567'],
    ['+43 664 123 45 67', '+436641234567'],
    ['+43 664 123 4567', '+436641234567'],
    ['+43 (0)664/1234567', '+436641234567'],
    ['0664/1234567', '+436641234567', 'AT'],
    ['+358 40 123 4567', '+358401234567'],
    ['+358 40 1234567', '+358401234567'],
    ['+27 82 123 4567', '+27821234567'],
    ['+39 320 123 4567', '+393201234567'],
    ['+39 06 698 12345', '+390669812345'],
    ['+60 12-345 6789', '+60123456789'],
    ['03-8888 8888', '+60388888888', 'MY'],
    ['+62 812-3456-7890', '+6281234567890'],
    ['+62 812-3456-789', '+628123456789'],
    ['0812-3456-789', '+628123456789', 'ID'],
    ['0812 345 6789', '+628123456789', 'ID'],
    ['(0812) 345-6789', '+628123456789', 'ID'],
    ['030 12345678', '+493012345678', 'DE'],
    ['(030) 1234567', '+49301234567', 'DE'],
    ['01 23 45 67 89', '+33123456789', 'FR'],
    ['+33.6.12.34.56.00', '+33612345600'],
    ['1-202-555-0123', '+12025550123', 'US'],
    ['+225 07 12 34 56 78', '+2250712345678'],
    ['+55 (31) 98765-4321', '+5531987654321'],
  ])('is one number: %s', (text, number, home) => {
    expect(numbersIn(text, home)).toEqual([number]);
  });
});

describe('a number with more digits behind or before it', () => {
  function sentences(text: string, home?: CountryCode): string[] {
    return readRecipients(text, createReadNumber({ defaultCountry: home })).refused.map(refusalSentence);
  }

  it.each<[string, string, CountryCode?]>([
    ['+62812345678 1', '1'],
    ['+62812345678 (2)', '2'],
    ['+62812345678/79', '79'],
    ['+62812345678 - 2', '2'],
    ['+62812345678\u00a02', '2'],
    ['+62812345678\u200b2', '2'],
    ['+62812345678 500', '500'],
    ['+62 812 345 678 2', '2'],
    ['+62 812-345-678 12', '12'],
    ['+43664123456 2', '2'],
    ['+43664123456 2024', '2024'],
    ['+43 664 123 45 6 7', '7'],
    ['+49 170 1234567 8', '8'],
    ['+49 30 123456-78', '78'],
    ['+352 29 91 75 14', '14'],
    ['0812345678 1', '1', 'ID'],
    ['0812345678/79', '79', 'ID'],
    ['1-66243407', '1', 'AT'],
    ['62812345678 1', '1'],
    ['2015650935 12', '12'],
    ['1 - 9718005486', '1'],
    ['2 - 4359467', '2', 'SO'],
    ['2 4359467', '2', 'SO'],
    ['74 21234', '74', 'SB'],
  ])('is refused, and the question is asked: %s', (text, part, home) => {
    expect(sentences(text, home)).toEqual([
      `“${text.replace('\u200b', '')}” can be read in two ways. Is the ${part} part of the number? Take it out, or write the number in one piece.`,
    ]);
  });

  it('is refused in the link that Slack makes of it', () => {
    expect(sentences('<tel:+628123456781|+62812345678 1>')).toEqual([
      expect.stringContaining('Is the 1 part of the number?'),
    ]);
    expect(numbersIn('<tel:+628123456781|+62 812 3456 781>', undefined)).toEqual(['+628123456781']);
  });

  it('is refused on each line of a list', () => {
    expect(sentences('+62812345678 1\n+62812345679 2')).toEqual([
      expect.stringContaining('Is the 1 part of the number?'),
      expect.stringContaining('Is the 2 part of the number?'),
    ]);
  });

  it.each<[string, CountryCode]>([
    ['1 0812345678 2 0812345679', 'ID'],
    ['0812345678 2 0812345679 3', 'ID'],
    ['+43 57 4316 4237 2024', 'AT'],
    ['12 0657 2715125870', 'AT'],
    ['1) 01534 243407', 'JE'],
    ['+352 691 123 456 2024', 'LU'],
  ])('is refused in a row: %s', (text, home) => {
    expect(numbersIn(text, home)).toBe('refused');
  });
});

describe('digits that are a number with their country code and without', () => {
  it.each<[string, CountryCode]>([
    ['4915112345678', 'DE'],
    ['62812345678', 'ID'],
    ['38344123456', 'XK'],
    ['003687548602', 'KR'],
    ['00368-754-8602', 'KR'],
  ])('are refused: %s in %s', (text, home) => {
    expect(createReadNumber({ defaultCountry: home })(text)).toEqual({ ok: false, failure: 'several_readings' });
  });

  it.each<[string, string, CountryCode]>([
    ['919876543210', '+919876543210', 'IN'],
    ['436641234567', '+436641234567', 'AT'],
    ['4915112345678', '+4915112345678', 'FR'],
    ['00 55 51 93789-4485', '+5551937894485', 'BR'],
    ['00 49 151 12345678', '+4915112345678', 'DE'],
  ])('are that number where they are only one: %s', (text, number, home) => {
    expect(createReadNumber({ defaultCountry: home })(text)).toMatchObject({ ok: true, value: { number } });
  });
});

describe('digits behind a number whose groups are of another length than the one before them', () => {
  it.each([
    ['DE', '0994 6065 53', '53'],
    ['DE', '26370-1181-04', '04'],
    ['DE', '03-4776-8-84475-8200', '8200'],
    ['IN', '+49-8-1-5399-137', '137'],
    ['IN', '+49.449.04667.0643', '0643'],
    ['IN', '+49 25 24 13009 3 01', '01'],
  ] as const)('are asked about: in %s %s ends with %s', (defaultCountry, text, unsurePart) => {
    expect(createReadNumber({ defaultCountry })(text)).toEqual({ ok: false, failure: { unsurePart } });
  });
});
