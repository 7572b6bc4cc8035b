import { describe, expect, it } from 'vitest';
import { numberNotes } from '../../../src/core/list/number-notes.ts';
import { BOOKING } from '../../support/sends.ts';
import { planOf, sheetOf } from '../../support/sheets.ts';

function notesOf(...numbers: readonly string[]): readonly string[] {
  const rows = numbers.map((number, at) => `${number},Guest,BK-${at},l-${at}`);
  const { messages } = planOf(sheetOf(['phone,Guest,Booking number,View', ...rows].join('\n')), BOOKING);
  return numberNotes(messages);
}

describe('what a review says about the numbers of a list', () => {
  it('names the row of a number that was read with a guess', () => {
    const [note, ...others] = notesOf('+919876543210', '919845012345', '+919820098200');

    expect(note).toMatch(/^Row 3: No \+ was typed\. This number is read as \+91 98450 12345/);
    expect(others).toEqual([]);
  });

  it('says it once of many', () => {
    const notes = notesOf('919876543210', '919845012345', '919820098200', '919820198201', '919830298302');

    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^No \+ was typed\. These numbers are read as/);
  });

  it('is nothing where every number was typed whole', () => {
    expect(notesOf('+919876543210', '+919845012345')).toEqual([]);
  });
});
