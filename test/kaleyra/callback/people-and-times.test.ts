import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeOf } from '../../../src/kaleyra/callback/people-and-times.ts';

describe('a time that Kaleyra gives', () => {
  it.each([
    ['1722834665', '2024-08-05T05:11:05.000Z'],
    ['1722834665000', '2024-08-05T05:11:05.000Z'],
    ['2026-11-20T10:00:00+05:30', '2026-11-20T04:30:00.000Z'],
    ['2026-11-20 10:00:00 +0530', '2026-11-20T04:30:00.000Z'],
    ['2026-11-20T10:00:00.123456Z', '2026-11-20T10:00:00.123Z'],
    ['2026-11-20 10:00:00 UTC', '2026-11-20T10:00:00.000Z'],
  ])('is read from %s', (text, at) => {
    expect(timeOf(text)?.toISOString()).toBe(at);
  });

  it.each(['2026-11-20 junk', '2026-11-20(5)', '2026-11-20 3', '2026-11-20 10:00 nov', '-1', '1e10', '2026-13-01', ''])(
    'is none in “%s”, where a part of it is no time',
    (text) => {
      expect(timeOf(text)).toBeUndefined();
    },
  );

  it('is of the day that stands in it, whatever follows, or none', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.string({ unit: fc.constantFrom(...' T:.+-Z()0159janov'), maxLength: 12 }), (at, rest) => {
        const read = timeOf(`${at.toISOString().slice(0, 10)}${rest}`);

        // A zone is at most a day away.
        const distance = Math.abs((read ?? at).getTime() - at.getTime());
        expect(distance).toBeLessThan(3 * 24 * 60 * 60_000);
      }),
      { numRuns: 2_000 },
    );
  });
});
