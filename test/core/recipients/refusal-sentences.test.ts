import { describe, expect, it } from 'vitest';
import type { RefusedEntry } from '../../../src/core/recipients/recipients.ts';
import { refusalSentence, refusalSentences } from '../../../src/core/recipients/refusal-sentences.ts';

const refused = (entry: string, problem: RefusedEntry['problem'] = 'too_short', line?: number): RefusedEntry => ({
  entry,
  problem,
  ...(line !== undefined && { line }),
});

describe('what is wrong with numbers', () => {
  it('is said of one with its line and the entry', () => {
    expect(refusalSentences([refused('12', 'too_short', 1_200)], 5)).toEqual([
      'Line 1,200: “12” is too short for a phone number. Include the country code, like +91 98765 43210.',
    ]);
    expect(refusalSentence(refused('12'))).toMatch(/^“12” is too short/);
    expect(refusalSentence(refused('12', { unsurePart: '0' }))).toBe(
      '“12” can be read in two ways. Is the 0 part of the number? Take it out, or write the number in one piece.',
    );
    expect(refusalSentences([refused('1', 'list_too_long')], 1)).toEqual([
      expect.stringMatching(/^The list of recipients is longer than [\d,]+ characters/),
    ]);
  });

  it('is said once of several, with the first three and how many more there are', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => refused(`${at}`, 'too_short', at + 1));

    expect(refusalSentences(many(2), 7)).toEqual([
      '2 of 7 are too short for a phone number: “0” (line 1), “1” (line 2). Include the country code, like +91 98765 43210.',
    ]);
    expect(refusalSentences(many(3), 3)[0]).toContain(': “0” (line 1), “1” (line 2), “2” (line 3). ');
    expect(refusalSentences(many(1_300), 2_000)[0]).toMatch(
      /^1,300 of 2,000 are .*: “0” \(line 1\), “1” \(line 2\), “2” \(line 3\) and 1,297 more\. /,
    );
    expect(refusalSentences([refused('1'), refused('2')], 2)[0]).toContain(': “1”, “2”. ');
  });

  it('tells several what to do in their own words', () => {
    const both = [refused('a', 'no_country_code'), refused('b', 'no_country_code')];

    expect(refusalSentences(both, 2)[0]).toMatch(/have no country code: .* Write each with one, like/);
    expect(refusalSentences(both.slice(1), 2)[0]).toMatch(/has no country code\. Write it with one, like/);
  });

  it('begins with the commonest kind, and takes all that is unsure for one', () => {
    const sentences = refusalSentences(
      [
        refused('a', 'too_long'),
        refused('b', { unsurePart: '0' }),
        refused('c', { unsurePart: '1' }),
        refused('d', 'not_a_number'),
        refused('e', 'not_a_number'),
        refused('f', 'not_a_number'),
      ],
      9,
    );

    expect(sentences.map((sentence) => sentence.slice(0, 27))).toEqual([
      '3 of 9 are not phone number',
      '2 of 9 can be read in two w',
      '“a” is too long for a phone',
    ]);
  });

  it('quotes forty characters of an entry, without what cannot be seen', () => {
    expect(refusalSentence(refused('x'.repeat(40)))).toContain(`“${'x'.repeat(40)}”`);
    expect(refusalSentence(refused('x'.repeat(41)))).toContain(`“${'x'.repeat(40)}…”`);
    expect(refusalSentence(refused('1\u202e2\u200b'))).toContain('“12”');
  });
});
