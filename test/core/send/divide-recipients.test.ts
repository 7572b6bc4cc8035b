import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideRecipients } from '../../../src/core/send/divide-recipients.ts';
import { phone } from '../../support/sends.ts';

const REGIONS = ['IN', 'US', undefined] as const;

describe('the requests of a send', () => {
  it('hold every recipient once, each request so many at most and of one country', () => {
    const people = fc.array(fc.constantFrom(...REGIONS), { maxLength: 60 });

    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 21 }), (regions, most) => {
        const numbers = regions.map((_, index) => phone(`+9198765${10_000 + index}`));
        const regionOf = new Map(numbers.map((number, index) => [number, regions[index]]));

        const requests = divideRecipients(numbers, most, (number) => regionOf.get(number));

        for (const region of REGIONS) {
          const own = requests.filter((request) => request.region === region);
          const expected = numbers.filter((number) => regionOf.get(number) === region);
          expect(own.flatMap(({ recipients }) => recipients)).toEqual(expected);
          expect(own.slice(0, -1).every(({ recipients }) => recipients.length === most)).toBe(true);
          expect(own.length).toBe(Math.ceil(expected.length / most));
        }
      }),
    );
  });
});
