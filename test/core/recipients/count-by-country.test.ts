import { describe, expect, it } from 'vitest';
import { countByCountry } from '../../../src/core/recipients/count-by-country.ts';
import type { PhoneNumber } from '../../../src/core/recipients/phone-number.ts';

const NAMES = new Map([
  ['+1', 'Norway'],
  ['+2', 'India'],
  ['+3', 'Peru'],
]);

function countsOf(...numbers: readonly string[]) {
  const countryOf = (number: PhoneNumber) => {
    const name = NAMES.get(number.slice(0, 2));
    return name === undefined ? undefined : { name };
  };
  return countByCountry(numbers as PhoneNumber[], { countryOf } as Parameters<typeof countByCountry>[1]).map(
    ({ country, recipients }) => `${country} ${recipients}`,
  );
}

describe('the countries of the recipients', () => {
  it.each([
    [[], []],
    [['+10'], ['Norway 1']],
    [
      ['+10', '+20', '+21', '+22', '+30', '+31'],
      ['India 3', 'Peru 2', 'Norway 1'],
    ],
    [
      ['+90', '+91', '+20'],
      ['undefined 2', 'India 1'],
    ],
  ])('are counted, the one with the most first: %j', (numbers, counts) => {
    expect(countsOf(...numbers)).toEqual(counts);
  });
});
