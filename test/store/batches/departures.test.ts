import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDepartures } from '../../../src/store/batches/departures.ts';

const RATE = 80;
const SLOT_SECOND_MS = 1_040;
const SLOT_MS = SLOT_SECOND_MS / RATE;

/** Every slot of so many seconds is this process's; it has no time for its timers in the stalls. */
function departAt(
  seconds: number,
  stalls: readonly { readonly from: number; readonly until: number }[],
  rate = RATE,
): number[] {
  const departures = createDepartures(rate, SLOT_SECOND_MS);
  const runAt = (ms: number) => stalls.find(({ from, until }) => from <= ms && ms < until)?.until ?? ms;
  const times: number[] = [];
  const timers: { at: number; readonly run: (now: number) => void }[] = [];
  for (let slotAt = 0; slotAt < seconds * 1_000; slotAt += SLOT_SECOND_MS / rate) {
    let wait: ((now: number) => number) | undefined;
    const timer = {
      at: runAt(slotAt),
      run(now: number) {
        wait ??= departures.due(1, slotAt);
        const ms = wait(now);
        if (ms === 0) times.push(now);
        else timers.push({ ...timer, at: runAt(now + Math.ceil(ms)) });
      },
    };
    timers.push(timer);
  }
  while (timers.length > 0) {
    timers.sort((a, b) => a.at - b.at);
    const next = timers.shift();
    next?.run(next.at);
  }
  return times;
}

function fullestSecond(times: readonly number[]): number {
  return Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length));
}

describe('messages that are late for their slots', () => {
  it('leave as soon as their process has time again, and none is lost to the rate', () => {
    const times = departAt(5, [{ from: 2_000, until: 2_090 }]);

    expect(times).toHaveLength(Math.ceil(5_000 / SLOT_MS));
    expect(times.at(-1)).toBeLessThan(5_000 + 10 * SLOT_MS);
  });

  it('never put more into a second than the rate, however often the process is held up', () => {
    const STALLS = fc.array(
      fc.record({ from: fc.integer({ min: 0, max: 4_000 }), ms: fc.integer({ min: 1, max: 100 }) }),
      { maxLength: 12 },
    );

    fc.assert(
      fc.property(STALLS, fc.constantFrom(1, 2, RATE), (stalls, rate) => {
        const times = departAt(
          5,
          stalls.map(({ from, ms }) => ({ from, until: from + ms })),
          rate,
        );

        expect(fullestSecond(times)).toBeLessThanOrEqual(rate);
      }),
      { numRuns: 100 },
    );
  });

  it('keep apart, so that they do not leave all at once', () => {
    const times = departAt(1, [{ from: 400, until: 500 }]);

    const distances = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(SLOT_MS / 2);
  });

  it('leave in any order', () => {
    const departures = createDepartures(RATE, SLOT_SECOND_MS);
    const [last, ...others] = [3, 2, 1, 0].map((slot) => departures.due(1, slot * SLOT_MS));

    expect(last?.(100)).toBe(0);
    const waits = others.map((wait) => wait(100));
    expect(Math.max(...waits)).toBeLessThanOrEqual(SLOT_MS);
  });

  it('leave whole, however many one request holds', () => {
    const departures = createDepartures(1, SLOT_SECOND_MS);

    expect(departures.due(20, 0)(0)).toBe(0);
  });
});
