import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSlidingWindow,
  MAX_LATENESS_MS,
  SLOT_SECOND_MS,
  type SlidingWindow,
} from '../../../src/store/batches/sliding-window.ts';

const RATE = 80;
const SLOT_MS = SLOT_SECOND_MS / RATE;

interface Stall {
  readonly from: number;
  readonly until: number;
}

/** Every slot of so many seconds is this process's; it has no time for its timers in the stalls. */
function timesOfOne(seconds: number, stalls: readonly Stall[], rate = RATE): number[] {
  const untilFree = (ms: number) => stalls.find(({ from, until }) => from <= ms && ms < until)?.until ?? ms;
  return timesOfLeaving(seconds, rate, [createSlidingWindow(rate)], { processOf: () => 0, runAt: untilFree });
}

interface Course {
  /** Whose slot it is. */
  processOf(slot: number): number;
  /** When a timer that is set for this time runs. */
  runAt(ms: number, slot: number): number;
}

/** @returns when the messages of so many seconds leave, by whichever process */
function timesOfLeaving(
  seconds: number,
  rate: number,
  processes: readonly SlidingWindow[],
  { processOf, runAt: runSlotAt }: Course,
): number[] {
  const times: number[] = [];
  const timers: { at: number; readonly run: (now: number) => void }[] = [];
  for (let slot = 0; slot * SLOT_SECOND_MS < seconds * 1_000 * rate; slot += 1) {
    const slotAt = (slot * SLOT_SECOND_MS) / rate;
    const runAt = (ms: number) => runSlotAt(ms, slot);
    let wait: ((now: number) => number) | undefined;
    const timer = {
      at: runAt(slotAt),
      run(now: number) {
        wait ??= processes[processOf(slot)]?.due(1, slotAt) ?? (() => 0);
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
    const times = timesOfOne(5, [{ from: 2_000, until: 2_090 }]);

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
        const times = timesOfOne(
          5,
          stalls.map(({ from, ms }) => ({ from, until: from + ms })),
          rate,
        );

        expect(fullestSecond(times)).toBeLessThanOrEqual(rate);
      }),
      { numRuns: 100 },
    );
  });

  it('never put more into a second than the rate when several processes share it, each late at times of its own', () => {
    const SLOTS = fc.array(
      fc.record({ process: fc.nat({ max: 2 }), late: fc.integer({ min: 0, max: MAX_LATENESS_MS }) }),
      {
        minLength: 100,
        maxLength: 100,
      },
    );
    const calm = { process: 0, late: 0 };

    fc.assert(
      fc.property(SLOTS, (slots) => {
        const course: Course = {
          processOf: (slot) => (slots[slot % slots.length] ?? calm).process,
          runAt: (ms, slot) =>
            ms + (ms === (slot * SLOT_SECOND_MS) / RATE ? (slots[slot % slots.length] ?? calm).late : 0),
        };
        const times = timesOfLeaving(
          5,
          RATE,
          [1, 2, 3].map(() => createSlidingWindow(RATE)),
          course,
        );

        expect(fullestSecond(times)).toBeLessThanOrEqual(RATE);
      }),
      { numRuns: 100 },
    );
  });

  it('keep apart, so that they do not leave all at once', () => {
    const times = timesOfOne(1, [{ from: 400, until: 500 }]);

    // But for a millisecond, which is what a timer can tell.
    for (const [index, from] of times.entries()) {
      for (const [more, to] of times.slice(index).entries())
        expect(to - from).toBeGreaterThanOrEqual((more * SLOT_MS) / 2 - 1);
    }
  });

  it('leave in any order', () => {
    const slidingWindow = createSlidingWindow(RATE);
    const [last, ...others] = [3, 2, 1, 0].map((slot) => slidingWindow.due(1, slot * SLOT_MS));

    expect(last?.(100)).toBe(0);
    const waits = others.map((wait) => wait(100));
    expect(Math.max(...waits)).toBeLessThanOrEqual(SLOT_MS);
  });

  it('leave whole, however many one request holds', () => {
    const slidingWindow = createSlidingWindow(1);

    expect(slidingWindow.due(20, 0)(0)).toBe(0);
  });

  it('have a slot that is told out of turn for no longer than any other', () => {
    const process = createSlidingWindow(1_000);
    const waits = [100, 50].map((slotAt) => process.due(1, slotAt)(slotAt === 100 ? 100 : 101));

    // The slot of 50 is over; the two that have left count until 1,140.
    expect([...waits, process.due(1, 1_100)(1_100)]).toEqual([0, 0, 40]);
  });
});
