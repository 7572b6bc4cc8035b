import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guests, MAX_GUESTS } from '../../sandbox/sheets/guests.ts';
import { SHEETS, sheetText } from '../../sandbox/sheets/sheets.ts';
import type { Template } from '../../src/core/template/template.ts';
import { readTemplates } from '../../src/files/templates/read-templates.ts';
import { planOf, sheetOf } from '../support/sheets.ts';

const FILE = 'sandbox/templates.yml';

function bookingTemplate(): Template {
  const read = readTemplates(readFileSync(FILE, 'utf8'), FILE);
  const found = read.ok ? read.value.templates.find(({ name }) => name === 'booking_confirm') : undefined;
  if (found === undefined) throw new Error('the sandbox has no template booking_confirm');
  return found;
}

function planned(name: string, firstBooking = 1000) {
  return planOf(sheetOf(Buffer.from(sheetText(name, firstBooking) ?? '')), bookingTemplate());
}

describe('a sample sheet', () => {
  it('has a column for each value of the template, and nothing in it keeps a row back', () => {
    const plan = planned('guests.csv');

    expect(plan.counts).toEqual({ rows: 300, messages: 300, doubled: 0, leftOut: 0 });
    expect(plan.problems).toEqual([]);
    expect(plan.countries.length).toBeGreaterThan(2);
    expect(plan.messages.map(({ recipient }) => recipient.number)).toEqual(
      guests(MAX_GUESTS).map(({ number }) => `+${number}`),
    );
  });

  it('has no number that is its neighbour’s and one, as a cell that was dragged down has', () => {
    const numbers = guests(MAX_GUESTS).map(({ number }) => Number(number));

    for (const [at, number] of numbers.entries()) expect(number - (numbers[at - 1] ?? 0)).not.toBe(1);
    expect(new Set(numbers).size).toBe(MAX_GUESTS);
  });

  it('is damaged in the ways in which spreadsheets damage one, and repaired gives all of its rows', () => {
    const plan = planned('guests-damaged.csv');

    expect(plan.counts).toEqual({ rows: 24, messages: 14, doubled: 0, leftOut: 10 });
    expect(plan.repaired).toBe(2);
    expect(plan.problems.map(({ row, lastRow }) => lastRow ?? row)).toEqual([3, 5, 7, 9, 11, 18]);
    expect(planned('guests-repaired.csv').counts).toEqual({ rows: 24, messages: 24, doubled: 0, leftOut: 0 });
  });

  it('says in its sentence how many guests it has', () => {
    for (const { name, rows } of SHEETS) expect(planned(name).counts.rows).toBe(rows);
  });

  it('has other bookings at each download, so that it is not the list that was sent before', () => {
    expect(sheetText('guests.csv', 1000)).not.toBe(sheetText('guests.csv', 1300));
  });

  it('is not there under another name', () => {
    expect(sheetText('secrets.csv', 1000)).toBeUndefined();
  });
});
