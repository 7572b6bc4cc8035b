import { describe, expect, it } from 'vitest';
import { togetherOrAlone } from '../../../src/store/coalesce/together-or-alone.ts';

describe('callers that go together or alone', () => {
  it('share a round', async () => {
    const { rounds, half } = halving();

    const halves = await Promise.all([half(2), half(4), half(6)]);

    expect(halves).toEqual([1, 2, 3]);
    expect(rounds).toEqual([[2, 4, 6]]);
  });

  it('are each tried by itself when a round breaks, so that only the one that broke it fails', async () => {
    const { rounds, half } = halving();

    const outcomes = await Promise.allSettled([half(2), half(3), half(6)]);

    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.message)),
    ).toEqual([1, '3 is odd', 3]);
    expect(rounds).toEqual([[2, 3, 6], [2], [3], [6]]);
  });

  it('are not tried again when they went alone', async () => {
    const { rounds, half } = halving();

    await expect(half(5)).rejects.toThrow('5 is odd');

    expect(rounds).toEqual([[5]]);
  });
});

/** Halves even numbers; a round with an odd one breaks and does nothing. */
function halving() {
  const rounds: (readonly number[])[] = [];
  const half = togetherOrAlone(10, async (given: readonly number[]) => {
    rounds.push(given);
    const odd = given.find((one) => one % 2 === 1);
    if (odd !== undefined) throw new Error(`${odd} is odd`);
    return given.map((one) => one / 2);
  });
  return { rounds, half };
}
