import { describe, expect, it } from 'vitest';
import { createFairLimiter } from '../../../src/slack/client/fair-limiter.ts';

const EVERY_MS = 2_500;

function limiterAt() {
  let now = 0;
  const limiter = createFairLimiter({ everyMs: EVERY_MS, inARow: 7, now: () => now });
  return {
    ...limiter,
    pass(ms: number) {
      now += ms;
    },
  };
}

describe('turns at one thing', () => {
  it('are at most 30 in any minute, however many ask and how often', () => {
    const { pass, take, waitMs } = limiterAt();
    const taken: number[] = [];

    for (let at = 0; at < 300_000; at += 500) {
      for (let list = 0; list < 40; list += 1) {
        if (waitMs(`L${list}`) > 0) continue;
        take(`L${list}`);
        taken.push(at);
      }
      pass(500);
    }

    const most = Math.max(...taken.map((from) => taken.filter((at) => at >= from && at < from + 60_000).length));
    expect(most).toBe(30);
  });

  it('come to each in the order in which they asked, and no one waits for a turn again and again', () => {
    const { pass, take, waitMs } = limiterAt();
    const waits = Array.from({ length: 10 }, (_, list) => waitMs(`L${list}`));

    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, EVERY_MS, 2 * EVERY_MS, 3 * EVERY_MS]);
    expect(waitMs('L9')).toBe(3 * EVERY_MS);
    take('L0');
    expect(waitMs('L0')).toBe(4 * EVERY_MS);
    pass(3 * EVERY_MS);
    expect(waitMs('L9')).toBe(0);
  });

  it('that were not taken are another’s', () => {
    const { pass, waitMs } = limiterAt();
    for (let list = 0; list < 10; list += 1) waitMs(`L${list}`);
    pass(200_000);

    expect(Array.from({ length: 8 }, (_, list) => waitMs(`M${list}`))).toEqual([0, 0, 0, 0, 0, 0, 0, EVERY_MS]);
  });
});
