import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addResponse,
  mayBeInFlight,
  noResponses,
  type ResponseRecord,
  shareInFlight,
} from '../../../src/core/send/in-flight.ts';

const LIMITS = { messagesPerSecond: 80, maxInFlight: 256 };

/** A provider that responds after `tookMs`, and no faster than it can, for so many seconds at the sender's rate. */
function afterSeconds(
  seconds: number,
  { tookMs, capacity = Number.POSITIVE_INFINITY }: { tookMs: number; capacity?: number },
  record: ResponseRecord = noResponses(LIMITS),
) {
  const startedAt: number[] = [];
  let now = record;
  let queueEndsAt = 0;
  let most = 0;
  const inFlight: { readonly from: number; readonly until: number }[] = [];
  for (let atMs = 0; atMs < seconds * 1_000; atMs += 1_000 / LIMITS.messagesPerSecond) {
    const done = inFlight.filter(({ until }) => until <= atMs).sort((a, b) => a.until - b.until);
    for (const one of done) {
      const response = { tookMs: one.until - one.from, messages: 1, inFlight: inFlight.length, isTrouble: false };
      now = addResponse(now, { ...response, atMs: one.until }, LIMITS);
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
  it('are enough for its rate however long a response takes, from the first second on', () => {
    for (const tookMs of [50, 300, 1_000, 3_000]) {
      expect(afterSeconds(10, { tookMs }).started, `${tookMs} ms`).toBe(10 * LIMITS.messagesPerSecond);
    }
  });

  it('are few once responses are known to come fast', () => {
    const { record } = afterSeconds(5, { tookMs: 50 });

    expect(mayBeInFlight(record, LIMITS)).toBe(6);
  });

  it('are as few as the requests are, when many messages share one', () => {
    const shared = addResponse(
      noResponses(LIMITS),
      { tookMs: 1_000, messages: 20, inFlight: 1, isTrouble: false, atMs: 0 },
      LIMITS,
    );

    expect(mayBeInFlight(shared, LIMITS)).toBe(6);
  });

  it('follow a provider that gets slower, and its rate is kept again after a few responses', () => {
    const { record } = afterSeconds(5, { tookMs: 50 });

    const slower = afterSeconds(20, { tookMs: 1_000 }, record);

    expect(slower.started).toBeGreaterThan(18 * LIMITS.messagesPerSecond);
  });

  it('stay few for a provider that only gets slower by more of them', () => {
    const { most } = afterSeconds(60, { tookMs: 50, capacity: 40 });

    expect(most).toBeLessThan(128);
  });

  it('are not fewer for a few that come together after quiet minutes', () => {
    let record = noResponses(LIMITS);
    const respondAt = (atMs: number, inFlight: number) => {
      record = addResponse(record, { tookMs: 3_000, messages: 1, inFlight, isTrouble: false, atMs }, LIMITS);
    };
    for (let minute = 0; minute < 10; minute += 1) respondAt(minute * 60_000, 1);

    for (const inFlight of [5, 4, 3, 2, 1]) respondAt(14 * 60_000, inFlight);

    expect(record.ceiling).toBe(LIMITS.maxInFlight);
  });

  it('halve with each response that asks to slow down or does not come, down to one', () => {
    let { record } = afterSeconds(5, { tookMs: 3_000 });
    const allowed = [mayBeInFlight(record, LIMITS)];
    for (const inFlight of [240, 239, 20, 1]) {
      record = addResponse(record, { tookMs: 100, messages: 1, inFlight, isTrouble: true, atMs: 9_000 }, LIMITS);
      allowed.push(mayBeInFlight(record, LIMITS));
    }

    expect(allowed).toEqual([256, 120, 119, 10, 1]);
  });

  it('rise again with every response that comes', () => {
    const { record } = afterSeconds(5, { tookMs: 3_000 });
    const broken = addResponse(record, { tookMs: 0, messages: 1, inFlight: 1, isTrouble: true, atMs: 5_000 }, LIMITS);

    const { started, record: later } = afterSeconds(120, { tookMs: 1_000 }, broken);

    expect(started).toBeGreaterThan(90 * LIMITS.messagesPerSecond);
    expect(mayBeInFlight(later, LIMITS)).toBeGreaterThan(80);
  });

  it('are at least one and at most the limit, whatever the responses were', () => {
    const RESPONSE = fc.record({
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
      fc.property(RATES, fc.array(RESPONSE), (limits, responses) => {
        let atMs = 0;
        let record = noResponses(limits);
        for (const { afterMs, ...response } of responses) {
          atMs += afterMs;
          record = addResponse(record, { ...response, atMs }, limits);
          const allowed = mayBeInFlight(record, limits);
          expect(Number.isInteger(allowed)).toBe(true);
          expect(allowed).toBeGreaterThanOrEqual(1);
          expect(allowed).toBeLessThanOrEqual(limits.maxInFlight);
        }
      }),
    );
  });
});

describe('what a second of responses says', () => {
  const BEST = { messagesPerSecond: 40, inFlight: 10 };

  /** A second in which so many messages were taken, each alone, with so many requests in flight. */
  function afterLook(now: { messagesPerSecond: number; inFlight: number }, best = BEST, atMs = 1_000) {
    const { messagesPerSecond: messages, inFlight } = now;
    const look = { sinceMs: 0, responses: messages - 1, messages: messages - 1, inFlight: inFlight * (messages - 1) };
    const response = { tookMs: 100, messages: 1, inFlight, isTrouble: false, atMs };
    return addResponse({ needed: 8, ceiling: 256, look, best }, response, LIMITS);
  }

  it.each([
    ['more than a twentieth more messages', { messagesPerSecond: 43, inFlight: 10 }],
    ['far fewer messages: the provider is another one', { messagesPerSecond: 29, inFlight: 10 }],
    ['as many messages with fewer in flight', { messagesPerSecond: 40, inFlight: 9 }],
    ['nearly as many messages with fewer in flight', { messagesPerSecond: 39, inFlight: 9 }],
  ])('is the best so far with %s', (_, now) => {
    expect(afterLook(now)).toMatchObject({ best: now, ceiling: 256, look: { sinceMs: 1_000, responses: 0 } });
  });

  it.each([
    ['a twentieth more messages', { messagesPerSecond: 42, inFlight: 10 }],
    ['a quarter fewer messages', { messagesPerSecond: 30, inFlight: 10 }],
    ['as many messages with as many in flight', { messagesPerSecond: 40, inFlight: 10 }],
    ['a twentieth fewer messages with fewer in flight', { messagesPerSecond: 38, inFlight: 9 }],
    ['as many messages with twice as many in flight', { messagesPerSecond: 40, inFlight: 20 }],
  ])('changes nothing with %s', (_, now) => {
    expect(afterLook(now)).toMatchObject({ best: BEST, ceiling: 256 });
  });

  it('takes back what was more than twice as many in flight and gave no more messages', () => {
    expect(afterLook({ messagesPerSecond: 40, inFlight: 21 })).toMatchObject({ best: BEST, ceiling: 10 });
  });

  it('takes nothing back from a sender that is near its rate', () => {
    const near = (messagesPerSecond: number) =>
      afterLook({ messagesPerSecond, inFlight: 30 }, { messagesPerSecond, inFlight: 10 }).ceiling;

    expect([near(71), near(72)]).toEqual([10, 256]);
  });

  it('is not read before it is over, nor before there were as many responses as requests in flight', () => {
    const isRead = (now: Parameters<typeof afterLook>[0], atMs?: number) =>
      afterLook(now, BEST, atMs).look?.responses === 0;

    expect(isRead({ messagesPerSecond: 40, inFlight: 10 }, 999)).toBe(false);
    expect(isRead({ messagesPerSecond: 10, inFlight: 10 })).toBe(true);
    expect(isRead({ messagesPerSecond: 9, inFlight: 10 })).toBe(false);
  });

  it('is of as many seconds as it took', () => {
    const slower = { messagesPerSecond: 20, inFlight: 10 };

    expect(afterLook({ ...slower, messagesPerSecond: 40 }, BEST, 2_000)).toMatchObject({ best: slower });
  });

  it('says nothing of a sender that is idle with it', () => {
    expect(afterLook({ messagesPerSecond: 80, inFlight: 1 })).toMatchObject({ best: BEST, look: undefined });
  });
});

describe('a response', () => {
  const response = { tookMs: 1_000, messages: 1, inFlight: 5, isTrouble: false, atMs: 0 };
  const record: ResponseRecord = { needed: 10, ceiling: 5, look: undefined, best: undefined };

  it('makes up a fifth of what is known', () => {
    expect(addResponse(record, response, LIMITS).needed).toBeCloseTo(24, 6);
  });

  it('lets one more leave when no more are in flight than may be', () => {
    expect(addResponse(record, response, LIMITS).ceiling).toBe(6);
    expect(addResponse(record, { ...response, inFlight: 6 }, LIMITS).ceiling).toBe(5);
  });

  it('that is trouble halves what may be in flight, and nothing else is forgotten', () => {
    expect(addResponse(record, { ...response, isTrouble: true }, LIMITS)).toEqual({ ...record, ceiling: 2.5 });
    expect(addResponse(record, { ...response, inFlight: 1, isTrouble: true }, LIMITS).ceiling).toBe(1);
    expect(addResponse(record, { ...response, inFlight: 40, isTrouble: true }, LIMITS).ceiling).toBe(5);
  });

  it('is taken for three seconds before there was one', () => {
    const slow = { messagesPerSecond: 8, maxInFlight: 256 };

    expect(mayBeInFlight(noResponses(slow), slow)).toBe(31);
  });
});

describe('what several senders may have in flight together', () => {
  it('is all that each wants while there is enough', () => {
    expect(shareInFlight([6, 100, 30], 256)).toEqual([6, 100, 30]);
  });

  it('leaves a fast sender what it wants beside one whose responses take long', () => {
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
