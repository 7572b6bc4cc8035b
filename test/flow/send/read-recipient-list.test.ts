import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecipientList } from '../../../src/flow/send/read-recipient-list.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { phone } from '../../support/sends.ts';

const numbering = createNumbering(undefined);
const SENDER = phone('+919800000000');
const india = numbering.countries.find(({ code }) => code === 'IN');

const column = (count: number) => Array.from({ length: count }, (_, at) => `${9876543210 + at}`).join('\n');

function problemsOf(typed: string, sender = SENDER) {
  const list = readRecipientList(numbering, undefined, { recipients: typed }, sender);
  if (list.ok) throw new Error('The list was read');
  return list.failure;
}

describe('a pasted column of local numbers', () => {
  it('is answered once, with its count, its first lines and the country to read it as', () => {
    expect(problemsOf(column(40))).toEqual([
      {
        field: 'recipients',
        sentence:
          '40 of 40 have no country code: “9876543210” (line 1), “9876543211” (line 2), “9876543212” (line 3) and 37 more. Write each with one, like +91 98765 43210.',
        countries: [{ code: 'IN', label: 'Read them as +91 India' }],
      },
    ]);
  });

  it('is read when its country is chosen', () => {
    const list = readRecipientList(numbering, india, { recipients: column(40) }, SENDER);

    expect(list.ok && list.value.recipients.map(({ international }) => international).slice(0, 2)).toEqual([
      '+91 98765 43210',
      '+91 98765 43211',
    ]);
    expect(list.ok && list.value.recipients).toHaveLength(40);
  });

  it.each([
    ['of the other recipients', '+39 347 123 4567\n347 123 4568', '+919800000000', 'Read it as +39 Italy'],
    ['of the sender', '347 123 4568\n347 123 4569', '+390612345678', 'Read them as +39 Italy'],
  ])('is offered the country %s', (_, typed, sender, label) => {
    expect(problemsOf(typed, phone(sender))[0]?.countries?.[0]?.label).toBe(label);
  });

  it('is offered the countries in which its numbers are numbers, where none is close at hand', () => {
    const labels = problemsOf('11 91234 5678\n21 99876 5432')[0]?.countries?.map(({ label }) => label);

    expect(labels).toContain('Read them as +55 Brazil');
    expect(labels).not.toContain('Read them as +91 India');
  });

  it('is offered a country that reads only some of it with their count', () => {
    expect(problemsOf('9876543210\n9876543211\n5555 5555').flatMap(({ countries = [] }) => countries)[0]?.label).toBe(
      'Read 2 of 3 as +91 India',
    );
  });

  it('is refused as before where the country gives a number a second reading', () => {
    const germany = numbering.countries.find(({ code }) => code === 'DE');
    const list = readRecipientList(numbering, germany, { recipients: '4915112345678' }, SENDER);

    expect(list).toMatchObject({ ok: false, failure: [{ sentence: expect.stringContaining('different numbers') }] });
  });
});

describe('a list with several mistakes', () => {
  it('has each kind once, the most common first', () => {
    const sentences = problemsOf('98765\n9876543210\n9876543211\n9.19877E+11\nhello').map(({ sentence }) => sentence);

    expect(sentences).toEqual([
      '2 of 5 have no country code: “9876543210” (line 2), “9876543211” (line 3). Write each with one, like +91 98765 43210.',
      'Line 1: “98765” is too short for a phone number. Include the country code, like +91 98765 43210.',
      'Line 4: “9.19877E+11” is a number that a spreadsheet shortened: its last digits are lost. Format the column as text, enter the number again and copy it from there.',
      'Line 5: “hello” is not a phone number. Write only numbers, each with its country code, like +91 98765 43210.',
    ]);
  });

  it('has room for all of its sentences under the field, whatever was pasted', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom('9876543210', '98765', 'hello', '9.2E+11', '+1 800 555 0199', '+919800000000', '+999 1234567'),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), (lines) => {
        const list = readRecipientList(numbering, undefined, { recipients: lines.join('\n') }, SENDER);

        const text = list.ok ? '' : list.failure.map(({ sentence }) => sentence).join(' ');
        expect(text.length).toBeLessThan(3000);
      }),
      { numRuns: 200 },
    );
  });
});
