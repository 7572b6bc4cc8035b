import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutNames } from '../../../src/core/recipients/pasted-names.ts';
import { readRecipients } from '../../../src/core/recipients/recipients.ts';
import { createReadNumber } from '../../../src/numbering/read-number.ts';

const readAnywhere = createReadNumber({ defaultCountry: undefined });

function read(typed: string) {
  const { leftOut, text } = withoutNames(typed);
  const { recipients, refused } = readRecipients(text, readAnywhere);
  return {
    numbers: recipients.map(({ number }) => number),
    refused: refused.map(({ entry }) => entry),
    leftOut: leftOut.map(({ kind, line, text }) => `${line} ${kind}: ${text}`),
  };
}

const ONE = '+919876543210';
const TWO = '+919876543211';

describe('words in a pasted list', () => {
  it.each([
    ['a heading', `Mobile\n${ONE}\n${TWO}`, ['1 heading: Mobile']],
    [
      'a heading of columns',
      `Name\tMobile\nAsha\t${ONE}\nBen\t${TWO}`,
      ['1 heading: Name\tMobile', '2 name: Asha', '3 name: Ben'],
    ],
    ['names before a tab', `Guest 0\t${ONE}\nGuest 12\t${TWO}`, ['1 name: Guest 0', '2 name: Guest 12']],
    [
      'names and addresses',
      `Rao, Asha\t${ONE}\tasha@example.com\nBen\t${TWO}`,
      ['1 name: Rao', '1 name: Asha', '1 name: asha@example.com', '2 name: Ben'],
    ],
    ['names before a colon', `Asha Rao: ${ONE}\nBen: ${TWO}`, ['1 name: Asha Rao:', '2 name: Ben:']],
    ['names in brackets', `${ONE} (Asha)\n${TWO} (Ben)`, ['1 name: (Asha)', '2 name: (Ben)']],
    ['names of other scripts', `आशा राव ${ONE}\n李娜 ${TWO}`, ['1 name: आशा राव', '2 name: 李娜']],
    ['names on one line', `Asha ${ONE}, Ben ${TWO}`, ['1 name: Asha', '1 name: Ben']],
    ['names between commas', `Asha,${ONE},Ben,${TWO}`, ['1 name: Asha', '1 name: Ben']],
  ])('are left out and told: %s', (_, typed, leftOut) => {
    expect(read(typed)).toEqual({ numbers: [ONE, TWO], refused: [], leftOut });
  });

  it.each([
    ['a name without a number', `Asha\t${ONE}\nBen\t\n`, ['Ben']],
    ['more names than numbers on a line of several', `Asha, Ben, Carla, ${ONE}, ${TWO}`, ['Asha', 'Ben', 'Carla']],
    ['an extension', `${ONE} ext. 2`, ['ext.', '2']],
    ['an extension in a cell of its own', `${ONE}\tx5`, ['x5']],
    ['a word that may mean the opposite', `${ONE}\nnot ${TWO}`, ['not']],
    ['digits beside a name', `Room 12 ${ONE}`, ['12']],
    ['a group of Slack', `#general, ${ONE}`, ['#general']],
    ['a word between two numbers', `${ONE} or ${TWO}`, ['or']],
    ['a number that a spreadsheet shortened', '9.19812E+11\n9E+11', ['9.19812E+11', '9E+11']],
  ])('are refused where they may be more than a name: %s', (_, typed, refused) => {
    expect(read(typed).refused).toEqual(refused);
  });

  it('never take a digit of a number along, and never join two numbers', () => {
    const name = fc.constantFrom('Asha', 'Asha Rao', 'Dr. Ben', '(Carla)', 'आशा', 'Mobile', 'Guest 7', 'O’Neil', '');
    const number = fc.stringMatching(/^9[0-9]{9}$/).map((digits) => `+91${digits}`);
    const gap = fc.constantFrom('\t', ', ', ': ', ' ', ' - ', ';');
    const row = fc.record({ name, number, gap, isBehind: fc.boolean() });

    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), (rows) => {
        const typed = rows
          .map(({ gap, isBehind, name, number }) => (isBehind ? `${number}${gap}${name}` : `${name}${gap}${number}`))
          .join('\n');

        const { leftOut, text } = withoutNames(typed);
        const { recipients } = readRecipients(text, readAnywhere);

        expect(text).toHaveLength(typed.length);
        expect(leftOut.every((one) => (one.text.match(/\d/g)?.length ?? 0) <= 3)).toBe(true);
        const wanted = rows.map((one) => one.number).filter((one) => readAnywhere(one).ok);
        expect(recipients.map((one) => one.number)).toEqual([...new Set(wanted)]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['a ', 'a\t', 'Asha: ', '( ', '"', 'é-', '12 a\t', "a'"])('that repeat %j hold nobody up', (part) => {
    const startedAt = performance.now();

    withoutNames(part.repeat(Math.floor(20_000 / part.length)));
    withoutNames(`${part.repeat(20)}\n`.repeat(200));

    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
