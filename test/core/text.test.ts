import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storable } from '../../src/core/text.ts';
import { naughtyText } from '../support/naughty.ts';

describe('a text that is to be stored', () => {
  it.each([
    ['half an emoji', 'hi \ud83d', 'hi \ufffd'],
    ['the other half', '\udc00 hi', '\ufffd hi'],
    ['a NUL character', 'a\0b', 'a\ufffdb'],
    ['nothing unusual', 'שלום 👍🏽 é', 'שלום 👍🏽 é'],
  ])('has what every database takes in the place of %s', (_, text, stored) => {
    expect(storable(text, 100)).toBe(stored);
  });

  it('is cut between two characters', () => {
    expect([1, 2, 3, 4].map((length) => storable('a👍b', length))).toEqual(['a', 'a', 'a👍', 'a👍b']);
  });

  it('is well-formed, has no NUL and is no longer than allowed, whatever it was', () => {
    fc.assert(
      fc.property(naughtyText, fc.nat({ max: 40 }), (text, maxLength) => {
        const stored = storable(text, maxLength);

        expect(stored.isWellFormed() && !stored.includes('\0')).toBe(true);
        expect(stored.length).toBeLessThanOrEqual(maxLength);
        if (text.isWellFormed() && !text.includes('\0')) expect(text.startsWith(stored)).toBe(true);
      }),
    );
  });
});
