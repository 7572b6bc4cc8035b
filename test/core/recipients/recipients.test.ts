import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PhoneNumber, parsePhoneNumber } from '../../../src/core/recipients/phone-number.ts';
import { type RefusedEntry, readRecipients } from '../../../src/core/recipients/recipients.ts';
import { refusalSentence } from '../../../src/core/recipients/refusal-sentences.ts';
import { createReadNumber } from '../../../src/numbering/read-number.ts';
import { cpuMsOf } from '../../support/cpu-time.ts';

const readAnywhere = createReadNumber({ defaultCountry: undefined });
const readInIndia = createReadNumber({ defaultCountry: 'IN' });

function numbersIn(text: string, readNumber = readAnywhere): PhoneNumber[] {
  const { recipients, refused } = readRecipients(text, readNumber);
  expect(refused).toEqual([]);
  return recipients.map(({ number }) => number);
}

function refusedIn(text: string, readNumber = readAnywhere): string[] {
  return readRecipients(text, readNumber).refused.map(({ entry, problem }) => `${problem}: ${entry}`);
}

describe('a list of recipients', () => {
  it.each([
    ['a comma', '+91 98765 43210, +91 98765 43211'],
    ['a semicolon', '+919876543210;+919876543211'],
    ['lines', '+91 98765 43210\r\n+91 98765 43211\n'],
    ['a tab', '+919876543210\t+919876543211'],
    ['a bar', '+919876543210|+919876543211'],
    ['a slash', '+919876543210/+919876543211'],
    ['the word and', '+91 98765 43210 and +91 98765 43211'],
    ['an ampersand', '919876543210 & 919876543211'],
    ['spaces', '+91 98765 43210 +91 98765 43211'],
    ['spaces, without plus', '919876543210 919876543211'],
    ['non-breaking spaces', '+91\u00a098765\u00a043210\u00a0+91\u00a098765\u00a043211'],
    ['a plus alone', '+919876543210+919876543211'],
    ['a dash', '+91 98765 43210 - +91 98765 43211'],
    ['bullets', '• +91 98765 43210\n• +91 98765 43211'],
    ['bullets on one line', '• +91 98765 43210 • +91 98765 43211'],
    ['dashes as bullets', '- +91 98765 43210\n- +91 98765 43211'],
    ['numbered lines', '1. +91 98765 43210\n2. +91 98765 43211'],
    ['numbered lines without plus', '1) 919876543210\n2) 919876543211'],
    ['quotes', '"+91 98765 43210","+91 98765 43211"'],
    ['a ruled line', `+919876543210\n${'-'.repeat(100)}\n+919876543211`],
    ['brackets', '[+919876543210, +919876543211]'],
    ['commas of another script', '+919876543210，+919876543211、'],
    ['a full stop', '+919876543210. +919876543211.'],
    ['a comma behind a link', 'https://wa.me/919876543210、https://wa.me/919876543211'],
    ['a comma behind a query', 'wa.me/919876543210?text=Hi,wa.me/919876543211?text=Hi'],
    ['a slash behind a link', 'wa.me/919876543210/+919876543211'],
    ['a backslash', '+919876543210\\+919876543211'],
  ])('may be parted by %s', (_, text) => {
    expect(numbersIn(text)).toEqual(['+919876543210', '+919876543211']);
  });

  it.each([
    '+91 98765-43210',
    '+91.98765.43210',
    '(+91) 98765 43210',
    '+91 (98765) 43210',
    '+91 - 98765 - 43210',
    '00919876543210',
    '00 91 98765 43210',
    '＋９１ ９８７６５ ４３２１０',
    'tel:+91-98765-43210',
    'tel: +91 98765 43210',
    '<tel:+919876543210|+91 98765 43210>',
    '<tel:+919876543210|98765, 43210>',
    '<tel:+919876543210|Call us>',
    '<TEL:+919876543210|>',
    '<sms:+919876543210|Text us>',
    '<whatsapp:+919876543210>',
    'wa.me/919876543210',
    'https://wa.me/919876543210?text=Hello',
    '<https://wa.me/919876543210|wa.me/919876543210>',
    'https://api.whatsapp.com/send?phone=919876543210',
    '\u200e+91 98765 43210\u202c',
    '+91\u200b98765\ufeff43210',
    '📞+919876543210',
    '*+91 98765 43210*',
    '［+91］98765 43210',
    '（＋９１）９８７６５－４３２１０',
    '【+91 98765 43210】',
    '+91\ufe0f98765\u034f43210',
    '\u3164+91\u316498765\u316443210\u3164',
    '+91\u{e0100}98765\u180b43210',
    '+91\u280098765\uffa043210',
    '+00 91 98765 43210',
    '+919876543210.0',
    '919876543210.00',
    '919876543210,0',
    '91 98765 43210',
  ])('may have its number as %j', (text) => {
    expect(numbersIn(text)).toEqual(['+919876543210']);
  });

  it.each([
    ['98765 43210 98765 43211', ['+919876543210', '+919876543211']],
    ['+91 98765 43210 98765 43211 09876543212', ['+919876543210', '+919876543211', '+919876543212']],
    ['9 8 7 6 5 4 3 2 1 0', ['+919876543210']],
    ['98 76 5 4 3 2 1 0 98 76 5 4 3 2 1 1', ['+919876543210', '+919876543211']],
    ['+49 30/1234567', ['+49301234567']],
  ])('at home may be %j', (text, numbers) => {
    expect(numbersIn(text, readInIndia)).toEqual(numbers);
  });

  it('names a repeated recipient once and keeps it once', () => {
    const { recipients, duplicates } = readRecipients(
      '+919876543210, 919876543211, +91 98765 43210, wa.me/919876543210',
      readAnywhere,
    );

    expect(recipients.map(({ number }) => number)).toEqual(['+919876543210', '+919876543211']);
    expect(duplicates.map(({ international }) => international)).toEqual(['+91 98765 43210']);
  });

  it('does not guess a country that is written elsewhere in the list', () => {
    const { recipients } = readRecipients('919876543210, +919876543210, 919876543211', readAnywhere);

    expect(recipients.map(({ guessedCountry }) => guessedCountry)).toEqual([false, true]);
  });

  it('does not guess a country that only the label of a link has', () => {
    const { recipients } = readRecipients('<tel:919876543210|+91 98765 43210>', readAnywhere);

    expect(recipients.map(({ number, guessedCountry }) => [number, guessedCountry])).toEqual([
      ['+919876543210', false],
    ]);
  });

  it('refuses the number that sends, as it was typed', () => {
    const sender = '+919876543210' as PhoneNumber;

    const list = readRecipients('+91 98765 43210, +91 98765 43211', readAnywhere, sender);

    expect(list.refused).toEqual([{ entry: '+91 98765 43210', problem: 'is_the_sender' }]);
    expect(list.recipients).toHaveLength(1);
  });

  it.each([
    ['Asha Rao: 98765, +91 98765 43210', ['not_a_number: Asha Rao:', 'too_short: 98765']],
    ['+91 98765 4321 +91 98765 43210', ['one_digit_short: +91 98765 4321']],
    ['9845012345 9845012346', ['no_country_code: 9845012345', 'no_country_code: 9845012346']],
    ['98450 12345 98450 12346', ['too_long: 98450 12345 98450 12346']],
    ['98765 & 43210', ['too_short: 98765', 'too_short: 43210']],
    ['98765 "43210', ['too_short: 98765', 'too_short: "43210']],
    ['98765 +43210', ['too_short: 98765', 'too_short: +43210']],
    ['98765" 43210', ['too_short: 98765"', 'too_short: 43210']],
    ['9845012345/46', ['no_country_code: 9845012345/46']],
    ['+1 415 555 0132 x5', ['not_a_number: x5']],
    ['<@U123ABC>, #general', ['not_a_number: @U123ABC', 'not_a_number: #general']],
    ['<mailto:a@b.co|a@b.co>', ['not_a_number: <mailto:a@b.co|a@b.co>']],
    ['https://wa.me/message/ABC123', ['not_a_number: https://wa.me/message/ABC123']],
    ['<tel:+919876543210,+919876543211>', ['not_a_number: <tel:+919876543210,+919876543211>']],
    ['https://example.com/919876543210', ['not_a_number: https://example.com/919876543210']],
    ['+1 800 555 0199', ['no_whatsapp_line: +1 800 555 0199']],
    ['3) 919876543210\n5) 919876543211', ['too_short: 3)', 'too_short: 5)']],
    ['1) 919876543210\n5) 919876543211', ['too_short: 1)', 'too_short: 5)']],
    ['1. 98765 43210', ['no_country_code: 1. 98765 43210']],
    ['+919876543210 ext. 2', ['not_a_number: ext.', 'too_short: 2']],
    ['+919876543210 #2', ['too_short: #2']],
    ['+919876543210 *2', ['too_short: *2']],
    ['9.19812E+11', ['digits_lost: 9.19812E+11']],
    ['9,19812E+11, +919876543210', ['digits_lost: 9,19812E+11']],
    ['9.2E11', ['digits_lost: 9.2E11']],
    ['9e+11\n1,2e11', ['digits_lost: 9e+11', 'digits_lost: 1,2e11']],
    ['+91987654321.0', ['one_digit_short: +91987654321.0']],
    ['+91987654321 .0', ['one_digit_short: +91987654321 .0']],
  ])('quotes what it refuses in %j exactly as it was typed', (text, refused) => {
    expect(refusedIn(text)).toEqual(refused);
  });

  it.each([
    [
      '1111 2222 3333 7777 8888',
      ['1111', '2222', '1111 2222 3333', '7777 8888'],
      { taken: ['1111 2222 3333', '7777 8888'], refused: [] },
    ],
    [
      '1111 2222 3333 4444 5555 6666',
      ['1111 2222 3333', '4444 5555 6666', '1111', '2222', '3333 4444 5555 6666'],
      { taken: [], refused: ['several_readings: 1111 2222 3333 4444 5555 6666'] },
    ],
    // The first may be the number of the line.
    [
      '1111 222 3333333 4444444',
      ['1111 222 3333333', '222 3333333 4444444', '4444444'],
      { taken: [], refused: ['several_readings: 1111 222 3333333 4444444'] },
    ],
    // No line has such a number.
    [
      '11111 222 3333333 4444444',
      ['11111 222 3333333', '222 3333333 4444444', '4444444'],
      { taken: ['11111 222 3333333', '4444444'], refused: [] },
    ],
    // A part of it is no number in any way, so the fewest numbers that the others make are told.
    [
      '99 1111 2222 3333 4444',
      ['1111 2222 3333', '4444', '1111', '2222', '3333 4444'],
      { taken: ['1111 2222 3333', '4444'], refused: ['no_such_number: 99'] },
    ],
  ])('is refused where its numbers can be cut out of a row in several ways: %s', (row, known, expected) => {
    const read = (text: string) => {
      const number = parsePhoneNumber(`+1${text.replaceAll(' ', '').padEnd(13, '0').slice(0, 13)}`);
      if (!(known.includes(text) && number.ok)) return { ok: false, failure: 'no_such_number' } as const;
      const value = { number: number.value, international: text, country: undefined, guessedCountry: false };
      return { ok: true, value } as const;
    };

    const taken = readRecipients(row, read).recipients.map(({ international }) => international);

    expect({ taken, refused: refusedIn(row, read) }).toEqual(expected);
  });

  it('is not cut into numbers that nobody writes in so many pieces', () => {
    const row = '98 7 6 5 4 3 2 1 0 98 7 6 5 4 3 2 1 1';

    expect(refusedIn(row, readInIndia)).toEqual([`too_long: ${row}`]);
  });

  it('is refused whole when it is one endless row', () => {
    const { recipients, refused } = readRecipients('98 '.repeat(20_001), readInIndia);

    expect(recipients).toEqual([]);
    expect(refused.map(({ problem }) => problem)).toEqual(['too_long']);
  });

  it('refuses a word whole that is longer than any number, and reads nothing out of it', () => {
    const word = '+919876543210'.repeat(7);

    const { recipients, refused } = readRecipients(`${word} +919876543211`, readAnywhere);

    expect(recipients.map(({ number }) => number)).toEqual(['+919876543211']);
    expect(refused.map(({ entry }) => entry)).toEqual([word]);
  });

  it.each([
    ['signs', `${'('.repeat(90_000)}1`],
    ['dots', `a${'.'.repeat(90_000)}a`],
    ['letters', 'a'.repeat(90_000)],
  ])('is read at once when a word of it never ends: %s', async (_, word) => {
    expect(await cpuMsOf(async () => readRecipients(word, readAnywhere))).toBeLessThan(1_000);
  });

  it('may be empty', () => {
    expect(readRecipients(' \n,, • -', readAnywhere)).toEqual({ recipients: [], duplicates: [], refused: [] });
  });

  it('has a longest length, and says so without reading further', () => {
    const { recipients, refused } = readRecipients('+919876543210\n'.repeat(7200), readAnywhere);

    expect(recipients).toEqual([]);
    expect(refused.map(refusalSentence)).toEqual([
      'The list of recipients is longer than 100,000 characters. Send to fewer people at a time.',
    ]);
  });

  it.each([
    ['lines', (number: string) => `+91 ${number}\n`],
    ['spaces', (number: string) => `${number.slice(0, 5)} ${number.slice(5)} `],
  ])('of 5,000 numbers parted by %s is read in little time', async (_, write) => {
    const text = Array.from({ length: 5000 }, (_, index) => write(`${9845000000 + index}`)).join('');
    let numbers: readonly string[] = [];

    const cpuMs = await cpuMsOf(async () => {
      numbers = numbersIn(text, readInIndia);
    });

    expect(numbers).toHaveLength(5000);
    expect(cpuMs).toBeLessThan(5000);
  });

  it('of 2,000 numbers is read before anybody notices', () => {
    const text = Array.from({ length: 2000 }, (_, index) => `+43 664 ${1_000_000 + index} \n`).join('');
    numbersIn(text);
    const { user: before } = process.cpuUsage();

    numbersIn(text);

    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
  });

  it.each(['9 ', '98 ', '<a:', '+', '(+', 'http://', '1. ', '\u00a0\t', '-', '!', 'a'])(
    'that repeats %j cannot hold everybody up',
    (part) => {
      const startedAt = performance.now();

      readRecipients(part.repeat(Math.floor(100_000 / part.length)), readInIndia);

      expect(performance.now() - startedAt).toBeLessThan(5000);
    },
  );
});

describe('any list of recipients', () => {
  const mobile = fc.oneof(
    fc.stringMatching(/^9[0-9]{9}$/).map((digits) => ({ country: '91', digits })),
    fc.stringMatching(/^7[4578][0-9]{8}$/).map((digits) => ({ country: '44', digits })),
    fc.stringMatching(/^9[0-9]{7}$/).map((digits) => ({ country: '65', digits })),
    fc.stringMatching(/^6[0-9]{8}$/).map((digits) => ({ country: '34', digits })),
  );
  const number = mobile.filter(({ country, digits }) => readAnywhere(`+${country}${digits}`).ok);
  const gap = fc.constantFrom('', ' ', '-', '.', '\u00a0', ' - ', '\u200b');
  const prefix = fc.constantFrom('+', '00', '(+', '\u200e+', '＋', 'tel:+', '+ ');
  const separator = fc.constantFrom(', ', '\n', ';', '\t', ' | ', ' and ', '\r\n- ', ' • ', '、', ' / ');

  const spelled = fc
    .record({ number, prefix, gap, inner: gap, at: fc.integer({ min: 2, max: 6 }), form: fc.nat(5) })
    .map(({ number: { country, digits }, prefix, gap, inner, at, form }) => {
      const e164 = `+${country}${digits}`;
      const close = prefix === '(+' ? ')' : '';
      const plain = `${prefix}${country}${close}${gap}${digits.slice(0, at)}${inner}${digits.slice(at)}`;
      const forms = [`<tel:${e164}|${e164}>`, `https://wa.me/${country}${digits}`, `"${plain}"`];
      return { e164, text: forms[form] ?? plain };
    })
    // `600000.000` is a spreadsheet's decimal zeros, and asked about.
    .filter(({ text }) => !/\.0+\D*$/.test(text));

  it('gives back every number, in any spelling and with any separator', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(spelled, separator), { maxLength: 12 }), (entries) => {
        const text = entries.map(([entry, separator]) => `${entry.text}${separator}`).join('');

        const list = readRecipients(text, readAnywhere);

        expect(list.refused).toEqual([]);
        expect(list.recipients.map(({ number }) => number)).toEqual([...new Set(entries.map(([{ e164 }]) => e164))]);
      }),
      { numRuns: 500 },
    );
  });

  it('gives back every number that begins with a plus, though only spaces part them', () => {
    const withPlus = fc.tuple(number, fc.integer({ min: 2, max: 6 })).map(([{ country, digits }, at]) => ({
      e164: `+${country}${digits}`,
      text: `+${country} ${digits.slice(0, at)} ${digits.slice(at)}`,
    }));

    fc.assert(
      fc.property(fc.uniqueArray(withPlus, { selector: ({ e164 }) => e164 }), (entries) => {
        const numbers = numbersIn(entries.map(({ text }) => text).join(' '));

        expect(numbers).toEqual(entries.map(({ e164 }) => e164));
      }),
    );
  });

  it('drops no letter and no digit in silence, and quotes what it refuses as it was typed', () => {
    const unit = fc.constantFrom(...'0123456789+-(). ,;\n/abé<>|:@\u00a0\u200b'.split(''), 'tel:', 'wa.me/', '+91');

    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const { recipients, refused } = readRecipients(text, readInIndia);

        const rest = refused.reduce((left, { entry }) => {
          expect(left).toContain(entry);
          return left.replace(entry, ' ');
        }, text);
        const unsaid = rest.replace(/^\s*[1-9]\d{0,3}[.)]\s|tel|\band\b/gimu, '');
        if (recipients.length === 0) expect(unsaid).not.toMatch(/[\p{L}\p{N}]/u);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the sentence under a refused entry', () => {
  it.each<[RefusedEntry['problem'], string]>([
    ['too_short', '“98765” is too short for a phone number. Include the country code, like +91 98765 43210.'],
    ['no_country_code', '“98765” has no country code. Write it with one, like +91 98765 43210.'],
    ['too_long', '“98765” is too long for a phone number. Put each number on its own line, like +91 98765 43210.'],
    [
      'not_a_number',
      '“98765” is not a phone number. Write only numbers, each with its country code, like +91 98765 43210.',
    ],
    ['one_digit_short', '“98765” has one digit too few. Look the number up, and write all of its digits.'],
    ['one_digit_long', '“98765” has one digit too many. Look the number up, and take that digit out.'],
    ['no_such_number', '“98765” is not a number that a phone can have. Check the digits and the country code.'],
    [
      'no_whatsapp_line',
      '“98765” is a service number, such as a toll-free one, and has no WhatsApp. Use the person’s own number.',
    ],
    [
      'digits_lost',
      '“98765” is a number that a spreadsheet shortened: its last digits are lost. Format the column as text, enter the number again and copy it from there.',
    ],
    [
      'several_readings',
      '“98765” can be read as different numbers. Put each number on its own line, with + and its country code, like +91 98765 43210.',
    ],
    [
      { unsurePart: '5' },
      '“98765” can be read in two ways. Is the 5 part of the number? Take it out, or write the number in one piece.',
    ],
    ['is_the_sender', '“98765” is the number that this message is sent from. Take it out of the recipients.'],
  ])('says what is wrong and what to do: %j', (problem, sentence) => {
    expect(refusalSentence({ entry: '98765', problem })).toBe(sentence);
  });

  it('cannot be turned around or drowned by what was typed', () => {
    const entry = `\u202e\u3164${'a'.repeat(50)}`;

    expect(refusalSentence({ entry, problem: 'not_a_number' })).toBe(
      `“${'a'.repeat(40)}…” is not a phone number. Write only numbers, each with its country code, like +91 98765 43210.`,
    );
  });
});
