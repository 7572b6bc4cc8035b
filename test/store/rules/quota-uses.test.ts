import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addUp } from '../../../src/store/rules/quota-uses.ts';

const USES = fc.array(
  fc.record({
    scope: fc.constantFrom('person' as const, 'number' as const),
    subject: fc.constantFrom('a', 'b', 'c'),
    day: fc.constantFrom('2026-11-29', '2026-11-30'),
    count: fc.integer({ min: 1, max: 9 }),
  }),
);

it('quotas are added up, and locked in one order whatever order they are used in', () => {
  fc.assert(
    fc.property(USES, (uses) => {
      const sums = addUp(uses);
      const keys = sums.map(({ scope, subject, day }) => [scope, subject, day].join(' '));
      const scopes = [...new Set(sums.map(({ scope }) => scope))];

      // Of each scope the subjects rise, and of each subject the days.
      expect(keys).toEqual(scopes.flatMap((scope) => keys.filter((key) => key.startsWith(scope)).toSorted()));
      expect(new Set(keys).size).toBe(keys.length);
      expect(addUp(uses.toReversed())).toEqual(sums);
      const total = (all: readonly { readonly count: number }[]) => all.reduce((sum, { count }) => sum + count, 0);
      expect(total(sums)).toBe(total(uses));
    }),
  );
});
