import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSamePhone, otherSpellings, todaysForm } from '../../../src/core/recipients/renumbering.ts';

describe('one phone under two numbers', () => {
  it.each([
    ['Brazil', '5531987654321', '553187654321'],
    ['Mexico', '525512345678', '5215512345678'],
    ['Argentina', '541112345678', '5491112345678'],
    ['Ivory Coast', '2250701020304', '22501020304'],
    ['Ivory Coast, landline', '2252721020304', '22521020304'],
    ['Benin', '2290197000000', '22997000000'],
  ])('is known in %s, whichever comes first', (_, one, other) => {
    expect([isSamePhone(one, other), isSamePhone(other, one)]).toEqual([true, true]);
  });

  it.each([
    ['two people', '5531987654321', '553187654322'],
    ['two areas', '5531987654321', '552187654321'],
    ['two operators', '2250701020304', '2250501020304'],
    ['another country', '919876543210', '5219876543210'],
    ['a 9 that stands elsewhere', '5531987654321', '553198765432'],
    ['nothing', '', '52'],
  ])('is not made of %s', (_, one, other) => {
    expect([isSamePhone(one, other), isSamePhone(other, one)]).toEqual([false, false]);
  });

  it('has the same meaning from both sides, and never names the number itself', () => {
    const start = fc.constantFrom('55', '52', '521', '54', '549', '225', '22507', '229', '22901', '91', '1');
    fc.assert(
      fc.property(start, fc.stringMatching(/^\d{6,12}$/), (countryCode, rest) => {
        const number = countryCode + rest;
        const others = otherSpellings(number);

        expect(others).not.toContain(number);
        for (const other of others) expect(otherSpellings(other)).toContain(number);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a mobile number as it was before its country changed its numbers', () => {
  it.each([
    ['Brazil', '553187654321', '5531987654321'],
    ['Mexico', '5215512345678', '525512345678'],
    ['Benin', '22997000000', '2290197000000'],
    ['Ivory Coast, Moov', '22501020304', '2250101020304'],
    ['Ivory Coast, MTN', '22505020304', '2250505020304'],
    ['Ivory Coast, Orange', '22507020304', '2250707020304'],
  ])('leads to one number of today in %s', (_, earlier, today) => {
    expect(todaysForm(earlier)).toBe(today);
    expect(isSamePhone(earlier, today)).toBe(true);
  });

  it.each([
    ['of today', '5531987654321'],
    ['a landline of Brazil', '553132165498'],
    ['of another country', '919876543210'],
  ])('is no number that is %s', (_, digits) => {
    expect(todaysForm(digits)).toBeUndefined();
  });
});
