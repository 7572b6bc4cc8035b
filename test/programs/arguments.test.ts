import { expect, it } from 'vitest';
import { wholeNumber } from '../../src/programs/arguments.ts';

it('takes a whole number of a flag up to its limits, and from 0 to nine digits where there are none', () => {
  const read = (given: string, limits?: { readonly min: number; readonly max: number }) =>
    wholeNumber('--flag', given, 'help', limits);

  expect([read('0'), read('007'), read('999999999')]).toEqual([0, 7, 999_999_999]);
  expect([read('2', { min: 2, max: 4 }), read('4', { min: 2, max: 4 })]).toEqual([2, 4]);
});
