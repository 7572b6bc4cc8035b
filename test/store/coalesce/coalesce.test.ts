import { setImmediate as nextTick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { coalesce } from '../../../src/store/coalesce/coalesce.ts';

describe('coalesced calls', () => {
  it('run at once when nothing runs, with those of the same tick', async () => {
    const runs: (readonly number[])[] = [];
    const double = coalesce({ maxCalls: 10 }, async (given: readonly number[]) => {
      runs.push(given);
      return given.map((one) => one * 2);
    });

    const results = await Promise.all([double(1), double(2), double(3)]);

    expect(results).toEqual([2, 4, 6]);
    expect(runs).toEqual([[1, 2, 3]]);
  });

  it('wait for the run that is under way, and share the next, as many as fit', async () => {
    const gate = Promise.withResolvers<void>();
    const runs: (readonly number[])[] = [];
    const same = coalesce({ maxCalls: 2 }, async (given: readonly number[]) => {
      runs.push(given);
      await gate.promise;
      return given;
    });

    const first = same(1);
    await nextTick();
    const others = Promise.all([same(2), same(3), same(4)]);
    await nextTick();
    const meanwhile = [...runs];
    gate.resolve();

    expect([await first, ...(await others)]).toEqual([1, 2, 3, 4]);
    expect(meanwhile).toEqual([[1]]);
    expect(runs).toEqual([[1], [2, 3], [4]]);
  });

  it('wait a little for others after a run of several, and not after a run of one', async () => {
    const runs: (readonly number[])[] = [];
    const same = coalesce({ maxCalls: 10 }, async (given: readonly number[]) => {
      runs.push(given);
      return given;
    });
    await Promise.all([same(1), same(2)]);

    const third = same(3);
    await nextTick();
    await Promise.all([third, same(4)]);
    await same(5);
    const alone = same(6);
    await nextTick();

    expect(runs).toEqual([[1, 2], [3, 4], [5], [6]]);
    expect(await alone).toBe(6);
  });

  it('all fail when their run fails, and the next run goes on', async () => {
    const { runs, half } = halving(false);

    const outcomes = await Promise.allSettled([half(3), half(4)]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await half(6)).toBe(3);
    expect(runs).toEqual([[3, 4], [6]]);
  });
});

describe('coalesced calls whose failures are isolated', () => {
  it('share a run', async () => {
    const { runs, half } = halving(true);

    const halves = await Promise.all([half(2), half(4), half(6)]);

    expect(halves).toEqual([1, 2, 3]);
    expect(runs).toEqual([[2, 4, 6]]);
  });

  it('run again, each by itself, when their run fails, so that only the one that broke it fails', async () => {
    const { runs, half } = halving(true);

    const outcomes = await Promise.allSettled([half(2), half(3), half(6)]);

    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.message)),
    ).toEqual([1, '3 is odd', 3]);
    expect(runs).toEqual([[2, 3, 6], [2], [3], [6]]);
  });

  it('do not run again when they ran alone', async () => {
    const { runs, half } = halving(true);

    await expect(half(5)).rejects.toThrow('5 is odd');

    expect(runs).toEqual([[5]]);
  });
});

/** Halves even numbers; a run with an odd one fails and does nothing. */
function halving(isolateFailures: boolean) {
  const runs: (readonly number[])[] = [];
  const half = coalesce({ maxCalls: 10, isolateFailures }, async (given: readonly number[]) => {
    runs.push(given);
    const odd = given.find((one) => one % 2 === 1);
    if (odd !== undefined) throw new Error(`${odd} is odd`);
    return given.map((one) => one / 2);
  });
  return { runs, half };
}
