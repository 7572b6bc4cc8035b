import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../src/slack/client/retry-after.ts';

describe('a time that Slack asks to wait', () => {
  it.each([
    [30, 30_000],
    [1, 1_000],
    [0, 1_000],
    [0.001, 1_000],
    [900, 900_000],
    [1e9, 900_000],
    [Number.POSITIVE_INFINITY, 900_000],
    [-5, undefined],
    [Number.NaN, undefined],
  ])('of %d s is a wait of %s ms', (seconds, ms) => {
    expect(retryAfterMs(seconds)).toBe(ms);
  });

  it('is from a second to 15 minutes, or no time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double(), async (seconds) => {
        const ms = retryAfterMs(seconds);
        expect(ms === undefined || (ms >= 1_000 && ms <= 900_000)).toBe(true);
        expect(ms === undefined).toBe(!(seconds >= 0));
      }),
    );
  });
});
