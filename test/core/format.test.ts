import { describe, expect, it } from 'vitest';
import { capitalized, formatCount, formatDuration, formatNoun, formatPeople } from '../../src/core/format.ts';

describe('a count', () => {
  it('is written as people read it', () => {
    expect([0, 999, 1_000, 12_345].map(formatCount)).toEqual(['0', '999', '1,000', '12,345']);
  });

  it('has its noun, which takes an s for all but one', () => {
    expect([0, 1, 2, 1_000].map((count) => formatNoun(count, 'row'))).toEqual([
      '0 rows',
      '1 row',
      '2 rows',
      '1,000 rows',
    ]);
    expect([0, 1, 2, 1_000].map(formatPeople)).toEqual(['0 people', '1 person', '2 people', '1,000 people']);
  });
});

describe('how long something takes', () => {
  it.each([
    [0, 'less than 10 s'],
    [9.9, 'less than 10 s'],
    [10, 'about 10 s'],
    [11, 'about 20 s'],
    [89, 'about 90 s'],
    [90, 'about 2 min'],
    [121, 'about 3 min'],
    [89 * 60, 'about 89 min'],
    [89 * 60 + 1, 'about 2 hours'],
    [90 * 60, 'about 2 hours'],
    [2_000 * 3_600, 'about 2,000 hours'],
  ])('is said as people say it: %d s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });
});

describe('words at the beginning of a sentence', () => {
  it('have a capital in front, and nothing else is changed', () => {
    expect(['column C (Amount)', 'Kaleyra', 'é', '', '3 rows'].map(capitalized)).toEqual([
      'Column C (Amount)',
      'Kaleyra',
      'É',
      '',
      '3 rows',
    ]);
  });
});
