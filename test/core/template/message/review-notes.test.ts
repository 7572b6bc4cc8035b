import { describe, expect, it } from 'vitest';
import type { NumberChange } from '../../../../src/core/recipients/recipient.ts';
import { reviewNotes } from '../../../../src/core/template/message/review-notes.ts';
import { BOOKING, phone, sendOf } from '../../../support/sends.ts';

function notesAbout(changes: readonly (readonly NumberChange[] | undefined)[]): readonly string[] {
  return warningsOf(changes).filter((warning) => !warning.startsWith('All '));
}

function warningsOf(changes: readonly (readonly NumberChange[] | undefined)[]): readonly string[] {
  const recipients = changes.map((change, index) => ({
    number: phone(`+553198765432${index}`),
    international: `+55 31 98765 432${index}`,
    country: 'Brazil',
    guessedCountry: false,
    ...(change && { changes: change }),
  }));
  return reviewNotes({
    duplicates: [],
    recipients,
    template: BOOKING,
    message: sendOf().message,
    reportsExpected: true,
  }).warnings;
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
