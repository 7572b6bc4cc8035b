import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBatchToken } from '../../../src/core/batch-token.ts';

describe('the token of a batch', () => {
  it('may be what the bot makes', () => {
    for (let count = 0; count < 100; count += 1) expect(isBatchToken(randomBytes(16).toString('base64url'))).toBe(true);
  });

  it('may have 64 signs, and no more', () => {
    expect(['a', 'a'.repeat(64), 'a'.repeat(65), ''].map(isBatchToken)).toEqual([true, true, false, false]);
  });

  it('is nothing with any other sign in it, so that no database is asked for one', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[^\w-]$/u), fc.string(), (before, odd, after) => {
        expect(isBatchToken(before + odd + after)).toBe(false);
      }),
    );
  });
});
