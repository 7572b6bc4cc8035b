import { describe, expect, it } from 'vitest';
import type { LeftOut } from '../../../../src/core/recipients/pasted-names.ts';
import type { NumberChange } from '../../../../src/core/recipients/recipient.ts';
import { reviewNotes } from '../../../../src/core/template/message/review-notes.ts';
import { BOOKING, phone, sendOf } from '../../../support/sends.ts';

function notesOf(facts: Partial<Parameters<typeof reviewNotes>[0]>) {
  const usual = { duplicates: [], recipients: [], template: BOOKING, message: sendOf().message, reportsExpected: true };
  return reviewNotes({ ...usual, ...facts });
}

function recipientOf(last: number) {
  const international = `+55 31 98765 432${last}`;
  return { number: phone(`+553198765432${last}`), international, country: 'Brazil', guessedCountry: false };
}

function notesAbout(changes: readonly (readonly NumberChange[] | undefined)[]): readonly string[] {
  return warningsOf(changes).filter((warning) => !warning.startsWith('All '));
}

function warningsOf(changes: readonly (readonly NumberChange[] | undefined)[]): readonly string[] {
  const recipients = changes.map((change, index) => ({ ...recipientOf(index), ...(change && { changes: change }) }));
  return notesOf({ recipients }).warnings;
}

describe('a number that is not what was typed', () => {
  it('in an earlier form is named, to be looked at', () => {
    expect(notesAbout([['earlier_form'], undefined])).toEqual([
      'Typed as it was before the country changed its numbers, or as WhatsApp still shows it; it goes to today’s number: +55 31 98765 4320 (Brazil). Check the digits.',
    ]);
  });

  it('with a .0 behind it is named, three of them and how many more', () => {
    expect(notesAbout(Array.from({ length: 5 }, () => ['spreadsheet_zero']))).toEqual([
      'The .0 that a spreadsheet put behind the number was left out: +55 31 98765 4320 (Brazil), +55 31 98765 4321 (Brazil), +55 31 98765 4322 (Brazil) and 2 more.',
    ]);
  });

  it('for two reasons has both', () => {
    expect(notesAbout([['earlier_form', 'spreadsheet_zero']])).toHaveLength(2);
  });

  it('is nothing to say about what was typed as it is', () => {
    expect(notesAbout([undefined])).toEqual([]);
  });
});

describe('words beside the numbers', () => {
  const heading = { kind: 'heading', text: 'Name\t Mobile', line: 1 } as const;
  const [asha, ravi, kiran, lena, omar] = ['Asha Rao', 'Ravi', 'Kiran', 'Lena', 'Omar'].map(
    (text) => ({ kind: 'name', text, line: 2 }) as const,
  );
  const remarksOf = (...leftOut: readonly (LeftOut | undefined)[]) =>
    notesOf({ leftOut: leftOut.filter((one) => one !== undefined) }).remarks.filter((one) =>
      one.startsWith('Left out'),
    );

  it.each([
    [[], []],
    [[heading], ['Left out, because it looks like a heading: “Name Mobile”.']],
    [[asha], ['Left out, because it is a name beside the numbers: “Asha Rao”.']],
    [[asha, ravi, kiran], ['Left out, because they are names beside the numbers: “Asha Rao”, “Ravi”, “Kiran”.']],
    [
      [asha, heading, ravi, kiran, lena],
      [
        'Left out, because it looks like a heading: “Name Mobile”.',
        'Left out, because they are names beside the numbers: “Asha Rao”, “Ravi”, “Kiran” and 1 more.',
      ],
    ],
    [
      [asha, ravi, kiran, lena, omar],
      ['Left out, because they are names beside the numbers: “Asha Rao”, “Ravi”, “Kiran” and 2 more.'],
    ],
  ])('are said to be left out, three of them and how many more: %j', (leftOut, remarks) => {
    expect(remarksOf(...leftOut)).toEqual(remarks);
  });

  it('are quoted up to 40 characters', () => {
    const [forty, more] = ['a'.repeat(40), 'a'.repeat(41)];

    expect(remarksOf({ kind: 'name', text: forty, line: 1 })[0]).toContain(`“${forty}”`);
    expect(remarksOf({ kind: 'name', text: more, line: 1 })[0]).toContain(`“${forty}…”`);
  });
});

describe('a number that was entered twice', () => {
  it('is named, and of several it is said how many', () => {
    const about = (count: number) =>
      notesOf({ duplicates: Array.from({ length: count }, (_, index) => recipientOf(index)) }).warnings;

    expect(about(0)).toEqual([]);
    expect(about(1)).toEqual(['+55 31 98765 4320 was entered more than once; it gets one message.']);
    expect(about(2)).toEqual(['2 numbers were entered more than once; each gets one message.']);
  });
});

describe('a number without a country code', () => {
  it('is shown with the country that was guessed', () => {
    const about = (count: number) =>
      notesOf({
        recipients: Array.from({ length: count }, (_, index) => ({ ...recipientOf(index), guessedCountry: true })),
      }).warnings.filter((warning) => !warning.startsWith('All '));

    expect(about(1)).toEqual([
      'No + was typed. This number is read as +55 31 98765 4320 (Brazil). Is the country right?',
    ]);
    expect(about(3)).toEqual([
      'No + was typed. These numbers are read as +55 31 98765 4320 (Brazil), +55 31 98765 4321 (Brazil), +55 31 98765 4322 (Brazil). Is the country right?',
    ]);
  });
});
