import { setImmediate as breath } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gather } from '../../../src/store/coalesce/gather.ts';

describe('callers that go together', () => {
  it('go at once when nobody is under way, with those of the same moment', async () => {
    const rounds: (readonly number[])[] = [];
    const double = gather(10, async (given: readonly number[]) => {
      rounds.push(given);
      return given.map((one) => one * 2);
    });

    const results = await Promise.all([double(1), double(2), double(3)]);

    expect(results).toEqual([2, 4, 6]);
    expect(rounds).toEqual([[1, 2, 3]]);
  });

  it('wait for the round that is under way, and share the next, as many as fit', async () => {
    const gate = Promise.withResolvers<void>();
    const rounds: (readonly number[])[] = [];
    const same = gather(2, async (given: readonly number[]) => {
      rounds.push(given);
      await gate.promise;
      return given;
    });

    const first = same(1);
    await breath();
    const others = Promise.all([same(2), same(3), same(4)]);
    gate.resolve();

    expect([await first, ...(await others)]).toEqual([1, 2, 3, 4]);
    expect(rounds).toEqual([[1], [2, 3], [4]]);
  });

  it('wait a moment for company where the last round had some, and no longer where it had none', async () => {
    const rounds: (readonly number[])[] = [];
    const same = gather(10, async (given: readonly number[]) => {
      rounds.push(given);
      return given;
    });
    await Promise.all([same(1), same(2)]);

    const third = same(3);
    await breath();
    await Promise.all([third, same(4)]);
    await same(5);
    const alone = same(6);
    await breath();

    expect(rounds).toEqual([[1, 2], [3, 4], [5], [6]]);
    expect(await alone).toBe(6);
  });

  it('hear of a round that broke, and the next one goes on', async () => {
    const half = gather(10, async (given: readonly number[]) => {
      if (given.includes(0)) throw new Error('no halves of nothing');
      return given.map((one) => one / 2);
    });

    const broken = await Promise.allSettled([half(0), half(4)]);

    expect(broken.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await half(6)).toBe(3);
  });
});
