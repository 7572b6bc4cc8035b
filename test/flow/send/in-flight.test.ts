import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/core/send/delivery/outcome.ts';
import { createInFlight } from '../../../src/flow/send/in-flight.ts';
import { createFakeClock, settled } from '../../support/fake-clock.ts';
import { phone } from '../../support/sends.ts';

const SLOW = phone('+919800000001');
const FAST = phone('+919800000002');
const ACCEPTED: SendOutcome = { kind: 'accepted', messageIds: new Map(), refused: new Map(), warning: undefined };
const SLOW_DOWN: SendOutcome = {
  kind: 'never_sent',
  code: 'HTTP_429',
  text: undefined,
  mayRetry: true,
  retryAfterMs: undefined,
};

function start(maxInFlight = 256) {
  const clock = createFakeClock();
  const inFlight = createInFlight({ messagesPerSecond: 80, maxInFlight }, clock);

  function request(sender = SLOW) {
    const response = Promise.withResolvers<SendOutcome>();
    const outcome = inFlight.count({ sender, recipients: [phone('+919810000000')] }, () => response.promise);
    return {
      outcome,
      async end(with_: SendOutcome) {
        response.resolve(with_);
        await outcome;
        await settled();
      },
    };
  }

  return { clock, inFlight, request };
}

describe('the requests in flight', () => {
  it('may be as many at first as a response after three seconds needs, and few once responses come fast', async () => {
    const { clock, inFlight, request } = start();
    const atFirst = inFlight.limit();

    const first = request();
    await clock.pass(50);
    await first.end(ACCEPTED);

    expect(atFirst).toBe(256);
    expect(inFlight.limit()).toBe(6);
  });

  it('are counted by sender, so that a slow one is full while another may go on', async () => {
    const { clock, inFlight, request } = start(8);
    const quick = request(FAST);
    await clock.pass(10);
    await quick.end(ACCEPTED);
    const slow = Array.from({ length: 8 }, () => request(SLOW));

    const full = inFlight.fullSenders();
    await clock.pass(3_000);
    await slow[0]?.end(ACCEPTED);

    expect(full).toEqual([SLOW]);
    expect(inFlight.limit()).toBe(8);
  });

  it('are one at a time at once when Kaleyra asks to slow down', async () => {
    const { inFlight, request } = start();
    const [first, second] = [request(), request()];

    await first.end(SLOW_DOWN);

    expect(inFlight.limit()).toBe(1);
    expect(inFlight.fullSenders()).toEqual([SLOW]);
    await second.end(ACCEPTED);
    expect(inFlight.fullSenders()).toEqual([]);
  });

  it('count a request that broke as one without a response', async () => {
    const { inFlight } = start();
    const broken = inFlight.count({ sender: SLOW, recipients: [] }, () => Promise.reject(new Error('broken')));

    await expect(broken).rejects.toThrow('broken');

    expect(inFlight.limit()).toBe(1);
    expect(inFlight.fullSenders()).toEqual([]);
  });
});
