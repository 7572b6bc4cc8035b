import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnswerRecord,
  addAnswer,
  mayBeInFlight,
  noAnswers,
  shareInFlight,
} from '../../../src/core/send/in-flight.ts';

const LIMITS = { messagesPerSecond: 80, maxInFlight: 256 };

/** A provider that answers after `tookMs`, and no faster than it can, for so many seconds at the sender's rate. */
function afterSeconds(
  seconds: number,
  { tookMs, capacity = Number.POSITIVE_INFINITY }: { tookMs: number; capacity?: number },
  record: AnswerRecord = noAnswers(LIMITS),
) {
  const startedAt: number[] = [];
  let now = record;
  let queueEndsAt = 0;
  let most = 0;
  const inFlight: { readonly from: number; readonly until: number }[] = [];
  for (let atMs = 0; atMs < seconds * 1_000; atMs += 1_000 / LIMITS.messagesPerSecond) {
    const answered = inFlight.filter(({ until }) => until <= atMs).sort((a, b) => a.until - b.until);
    for (const one of answered) {
      const answer = { tookMs: one.until - one.from, messages: 1, inFlight: inFlight.length, isTrouble: false };
      now = addAnswer(now, { ...answer, atMs: one.until }, LIMITS);
      inFlight.splice(inFlight.indexOf(one), 1);
    }
    if (inFlight.length >= mayBeInFlight(now, LIMITS)) continue;
    queueEndsAt = Math.max(queueEndsAt, atMs) + 1_000 / capacity;
    inFlight.push({ from: atMs, until: Math.max(atMs + tookMs, queueEndsAt) });
    startedAt.push(atMs);
    most = Math.max(most, inFlight.length);
  }
  return { record: now, started: startedAt.length, inFlight: inFlight.length, most };
}

describe('the requests of a sender that may be in flight', () => {
  it('are enough for its rate however long an answer takes, from the first second on', () => {
    for (const tookMs of [50, 300, 1_000, 3_000]) {
      expect(afterSeconds(10, { tookMs }).started, `${tookMs} ms`).toBe(10 * LIMITS.messagesPerSecond);
    }
  });

  it('are few once answers are known to come fast', () => {
    const { record } = afterSeconds(5, { tookMs: 50 });

    expect(mayBeInFlight(record, LIMITS)).toBe(6);
  });

  it('are as few as the requests are, when many messages share one', () => {
    const shared = addAnswer(
      noAnswers(LIMITS),
      { tookMs: 1_000, messages: 20, inFlight: 1, isTrouble: false, atMs: 0 },
      LIMITS,
    );

    expect(mayBeInFlight(shared, LIMITS)).toBe(6);
  });

  it('follow a provider that gets slower, and its rate is kept again after a few answers', () => {
    const { record } = afterSeconds(5, { tookMs: 50 });

    const slower = afterSeconds(20, { tookMs: 1_000 }, record);

    expect(slower.started).toBeGreaterThan(18 * LIMITS.messagesPerSecond);
  });

  it('stay few for a provider that only gets slower by more of them', () => {
    const { most } = afterSeconds(60, { tookMs: 50, capacity: 40 });

    expect(most).toBeLessThan(128);
  });

  it('are not fewer for a few that come together after quiet minutes', () => {
    let record = noAnswers(LIMITS);
    const answerAt = (atMs: number, inFlight: number) => {
      record = addAnswer(record, { tookMs: 3_000, messages: 1, inFlight, isTrouble: false, atMs }, LIMITS);
    };
    for (let minute = 0; minute < 10; minute += 1) answerAt(minute * 60_000, 1);

    for (const inFlight of [5, 4, 3, 2, 1]) answerAt(14 * 60_000, inFlight);

    expect(record.ceiling).toBe(LIMITS.maxInFlight);
  });

  it('halve with each answer that asks to slow down or does not come, down to one', () => {
    let { record } = afterSeconds(5, { tookMs: 3_000 });
    const allowed = [mayBeInFlight(record, LIMITS)];
    for (const inFlight of [240, 239, 20, 1]) {
      record = addAnswer(record, { tookMs: 100, messages: 1, inFlight, isTrouble: true, atMs: 9_000 }, LIMITS);
      allowed.push(mayBeInFlight(record, LIMITS));
    }

    expect(allowed).toEqual([256, 120, 119, 10, 1]);
  });

  it('rise again with every answer that comes', () => {
    const { record } = afterSeconds(5, { tookMs: 3_000 });
    const broken = addAnswer(record, { tookMs: 0, messages: 1, inFlight: 1, isTrouble: true, atMs: 5_000 }, LIMITS);

    const { started, record: later } = afterSeconds(120, { tookMs: 1_000 }, broken);

    expect(started).toBeGreaterThan(90 * LIMITS.messagesPerSecond);
    expect(mayBeInFlight(later, LIMITS)).toBeGreaterThan(80);
  });

  it('are at least one and at most the limit, whatever the answers were', () => {
    const ANSWER = fc.record({
      tookMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
      messages: fc.integer({ min: 1, max: 100 }),
      inFlight: fc.integer({ min: 1, max: 1_000 }),
      isTrouble: fc.boolean(),
      afterMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
    });
    const RATES = fc.record({
      messagesPerSecond: fc.integer({ min: 1, max: 100_000 }),
      maxInFlight: fc.integer({ min: 1, max: 1_000 }),
    });

    fc.assert(
      fc.property(RATES, fc.array(ANSWER), (limits, answers) => {
        let atMs = 0;
        let record = noAnswers(limits);
        for (const { afterMs, ...answer } of answers) {
          atMs += afterMs;
          record = addAnswer(record, { ...answer, atMs }, limits);
          const allowed = mayBeInFlight(record, limits);
          expect(Number.isInteger(allowed)).toBe(true);
          expect(allowed).toBeGreaterThanOrEqual(1);
          expect(allowed).toBeLessThanOrEqual(limits.maxInFlight);
        }
      }),
    );
  });
});

describe('what several senders may have in flight together', () => {
  it('is all that each wants while there is enough', () => {
    expect(shareInFlight([6, 100, 30], 256)).toEqual([6, 100, 30]);
  });

  it('leaves a fast sender what it wants beside one whose answers take long', () => {
    expect(shareInFlight([256, 6], 256)).toEqual([250, 6]);
  });

  it('is an equal part at least, and never more than what was wanted or than the limit', () => {
    const WANTED = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 20 });

    fc.assert(
      fc.property(WANTED, (wanted) => {
        const part = Math.floor(256 / wanted.length);
        for (const [index, share] of shareInFlight(wanted, 256).entries()) {
          expect(share).toBeGreaterThanOrEqual(Math.min(part, wanted[index] ?? 0));
          expect(share).toBeLessThanOrEqual(wanted[index] ?? 0);
        }
      }),
    );
  });
});
