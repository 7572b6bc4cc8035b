import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWaiting, groupWaits, type QuietWait } from '../../../src/core/rules/quiet-wait.ts';

const MORNING = new Date('2026-11-30T02:30:00Z');
const LATER = new Date('2026-11-30T07:00:00Z');

function wait(region: string | undefined, messages: number, until = MORNING): QuietWait {
  return { region, messages, until };
}

function whereOf(...waits: readonly QuietWait[]): readonly string[] {
  return groupWaits(waits).map(({ where }) => where);
}

describe('messages that wait for the end of quiet hours', () => {
  it('are told by the countries that they go to, those with most messages first', () => {
    expect(whereOf(wait('IN', 1))).toEqual(['in India']);
    expect(whereOf(wait('ES', 2), wait('IT', 5))).toEqual(['in Italy and Spain']);
    expect(whereOf(wait('ES', 2), wait('IT', 5), wait('DE', 1))).toEqual(['in Italy, Spain and Germany']);
    expect(whereOf(wait('ES', 4), wait('IT', 5), wait('DE', 3), wait('FR', 2), wait('AT', 1))).toEqual([
      'in Italy, Spain and 3 more countries',
    ]);
    expect(whereOf(wait(undefined, 3))).toEqual(['for numbers of no single country']);
    expect(whereOf(wait(undefined, 3), wait('IN', 1))).toEqual(['in India and for numbers of no single country']);
  });

  it('stand together where they leave together, in the order in which they leave', () => {
    expect(groupWaits([wait('IT', 5, LATER), wait('IN', 15), wait('LK', 2)])).toEqual([
      { messages: 17, where: 'in India and Sri Lanka', until: MORNING, isRemainder: false },
      { messages: 5, where: 'in Italy', until: LATER, isRemainder: false },
    ]);
  });

  it('are a remainder only beyond the third', () => {
    const ends = (count: number) =>
      groupWaits(Array.from({ length: count }, (_, hour) => wait('IN', 1, new Date(hour * 3_600_000))));

    expect([3, 4].map((count) => ends(count).map(({ isRemainder }) => isRemainder))).toEqual([
      [false, false, false],
      [false, false, true],
    ]);
  });

  it('are at most three groups, which hold all of them and end when the last of them leave', () => {
    const waits = fc.uniqueArray(
      fc.record({
        region: fc.constantFrom('IN', 'IT', 'ES', 'DE', 'US', 'BR', 'JP', 'AU', undefined),
        messages: fc.integer({ min: 1, max: 10_000 }),
        until: fc.integer({ min: 0, max: 9 }).map((hour) => new Date(MORNING.getTime() + hour * 3_600_000)),
      }),
      { selector: ({ region }) => region, minLength: 1 },
    );
    fc.assert(
      fc.property(waits, (all) => {
        const groups = groupWaits(all);
        const ends = groups.map(({ until }) => until.getTime());

        expect(groups.length).toBe(Math.min(3, new Set(all.map(({ until }) => until.getTime())).size));
        expect(groups.reduce((sum, { messages }) => sum + messages, 0)).toBe(countWaiting(all));
        expect(ends).toEqual(ends.toSorted((one, other) => one - other));
        expect(ends.at(-1)).toBe(Math.max(...all.map(({ until }) => until.getTime())));
        expect(groups.slice(0, -1).some(({ isRemainder }) => isRemainder)).toBe(false);
      }),
    );
  });
});
