import { describe, expect, it } from 'vitest';
import { createThrottle } from '../../../src/slack/client/throttle.ts';

function throttleAt(start = 0) {
  let now = start;
  const throttle = createThrottle({ now: () => now });
  return {
    ...throttle,
    pass(ms: number) {
      now += ms;
    },
  };
}

describe('how often one place of Slack is called', () => {
  it('is at once for a place that was left alone, a few times in a row, and then in its time', () => {
    const { pass, use, waitMs } = throttleAt();

    const waits = Array.from({ length: 4 }, () => {
      const wait = waitMs('C1');
      use('C1', 1_000, 3);
      return wait;
    });
    pass(400);

    expect(waits).toEqual([0, 0, 0, 1_000]);
    expect(waitMs('C1')).toBe(1_600);
    expect(waitMs('C2')).toBe(0);
    expect(waitMs('C2', 'C1')).toBe(1_600);
  });

  it('has no more turns in a row however long it was left alone', () => {
    const { pass, use, waitMs } = throttleAt();
    use('C1', 1_000, 2);
    pass(3_600_000);

    use('C1', 1_000, 2);
    use('C1', 1_000, 2);

    expect(waitMs('C1')).toBe(1_000);
  });

  it('is held for as long as Slack asked, and not forgotten meanwhile', () => {
    const { hold, pass, use, waitMs } = throttleAt();
    hold('C1', 120_000);
    pass(90_000);
    use('C2', 1_000, 1);

    expect(waitMs('C1')).toBe(30_000);
    pass(30_000);
    expect(waitMs('C1')).toBe(0);
  });

  it('costs no more after fifty thousand places than after the first', () => {
    const { pass, use, waitMs } = throttleAt();
    const startedAt = performance.now();

    for (let place = 0; place < 50_000; place += 1) {
      use(`C${place}`, 1_000, 3);
      pass(10_000);
    }

    expect(waitMs('C49999')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
