import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDay } from '../../../src/slack/commands/days.ts';

/** A Wednesday; in Kolkata it is already Thursday. */
const NOW = new Date('2026-11-25T20:00:00Z');
const spanOf = (word: string, zone: string, now = NOW) => {
  const day = readDay(word, now, zone);
  return day && [day.from.toISOString(), day.until.toISOString()];
};

describe('a day that a person types', () => {
  it.each([
    ['today', 'UTC', '2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z'],
    ['today', 'Asia/Kolkata', '2026-11-25T18:30:00.000Z', '2026-11-26T18:30:00.000Z'],
    ['yesterday', 'Asia/Kolkata', '2026-11-24T18:30:00.000Z', '2026-11-25T18:30:00.000Z'],
    ['Monday', 'UTC', '2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
    ['wed', 'UTC', '2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z'],
    ['thursday', 'UTC', '2026-11-19T00:00:00.000Z', '2026-11-20T00:00:00.000Z'],
    ['thursday', 'Asia/Kolkata', '2026-11-25T18:30:00.000Z', '2026-11-26T18:30:00.000Z'],
    ['2026-11-20', 'America/New_York', '2026-11-20T05:00:00.000Z', '2026-11-21T05:00:00.000Z'],
    // The clock goes back: 25 hours.
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    // The clock goes forward: 23 hours.
    ['2026-03-29', 'Europe/Rome', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    // The clock goes from midnight to one: 23 hours, and none of the evening before.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z', '2026-09-07T03:00:00.000Z'],
    ['2026-09-05', 'America/Santiago', '2026-09-05T04:00:00.000Z', '2026-09-06T04:00:00.000Z'],
    // From one back to midnight: 25 hours.
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    ['2021-10-29', 'Asia/Gaza', '2021-10-28T21:00:00.000Z', '2021-10-29T22:00:00.000Z'],
  ])('%s in %s begins and ends at midnight there', (word, zone, from, until) => {
    expect(spanOf(word, zone)).toEqual([from, until]);
  });

  it.each(['0000-01-01', '0050-06-01', '1969-12-31', '2026-02-31', '2026-13-01', '20-11-2026', 'someday', 'm', ''])(
    '“%s” is none',
    (word) => {
      expect(spanOf(word, 'UTC')).toBeUndefined();
    },
  );

  it('holds now when it is today, and ends where the next begins, in every zone', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Asia/Kolkata',
      'America/New_York',
      'Europe/Rome',
      'Pacific/Apia',
      'Asia/Kathmandu',
    );
    const times = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, times, (zone, now) => {
        const [today, yesterday] = [readDay('today', now, zone), readDay('yesterday', now, zone)];
        expect(today?.from.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(today?.until.getTime()).toBeGreaterThan(now.getTime());
        expect(yesterday?.until).toEqual(today?.from);
      }),
    );
  });

  it('is the first moment of its date and all that follows, wherever and whenever the clock is changed', () => {
    const zones = fc.constantFrom(
      'America/Santiago',
      'America/Havana',
      'Asia/Beirut',
      'Africa/Cairo',
      'Asia/Gaza',
      'Europe/Rome',
    );
    const days = fc.date({ min: new Date('2015-01-01'), max: new Date('2029-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, days, (timeZone, day) => {
        const word = day.toISOString().slice(0, 10);
        const dates = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
        const { from, until } = readDay(word, NOW, timeZone) ?? { from: NOW, until: NOW };

        expect([from, until.getTime() - 1].map((at) => dates.format(at))).toEqual([word, word]);
        expect([from.getTime() - 1, until].map((at) => dates.format(at))).not.toContain(word);
      }),
      { numRuns: 500 },
    );
  });
});
