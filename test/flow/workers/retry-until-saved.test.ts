import { describe, expect, it } from 'vitest';
import { retryUntilSaved } from '../../../src/flow/workers/retry-until-saved.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const TEN_MINUTES_MS = 10 * 60_000;

/** Saves into a ledger that does not answer `failures` times. */
function saveAfter(failures: number) {
  const clock = createFakeClock();
  const startedAt = clock.nowMs();
  const triedAt: number[] = [];
  const heard: unknown[] = [];
  const result = retryUntilSaved(
    async () => {
      triedAt.push(clock.nowMs() - startedAt);
      if (triedAt.length <= failures) throw new Error(`down ${triedAt.length}`);
      return 'saved';
    },
    (error) => heard.push(error),
    clock,
  );
  const ended = result.then(String, String);
  return { clock, triedAt, heard, ended };
}

describe('saving what only this process knows', () => {
  it('tries again soon at first, then every five seconds, until it is saved', async () => {
    const { clock, triedAt, heard, ended } = saveAfter(6);

    await clock.pass(TEN_MINUTES_MS);

    expect(await ended).toBe('saved');
    expect(triedAt).toEqual([0, 50, 250, 1_250, 4_250, 9_250, 14_250]);
    expect(heard).toHaveLength(6);
  });

  it('gives up after ten minutes, with the last error', async () => {
    const { clock, triedAt, heard, ended } = saveAfter(Number.POSITIVE_INFINITY);

    await clock.pass(2 * TEN_MINUTES_MS);

    expect(await ended).toBe(`Error: down ${triedAt.length}`);
    expect(triedAt.at(-1)).toBeGreaterThanOrEqual(TEN_MINUTES_MS);
    expect(heard).toHaveLength(triedAt.length - 1);
  });
});
