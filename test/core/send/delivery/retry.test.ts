import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../../src/core/send/delivery/outcome.ts';
import { nextTryInMs } from '../../../../src/core/send/delivery/retry.ts';

const NEVER_SENT: SendOutcome = {
  kind: 'never_sent',
  code: 'ECONNREFUSED',
  text: undefined,
  mayRetry: true,
  retryAfterMs: undefined,
};

describe('trying again', () => {
  it('happens twice after proof that nothing left, each time later', () => {
    expect([1, 2, 3].map((attempt) => nextTryInMs(NEVER_SENT, attempt, 1))).toEqual([2_000, 8_000, undefined]);
  });

  it('is spread over half the wait, so that workers do not come back together', () => {
    expect(nextTryInMs(NEVER_SENT, 1, 0)).toBe(1_000);
  });

  it('waits as long as the provider asks, up to a quarter of an hour', () => {
    expect(nextTryInMs({ ...NEVER_SENT, retryAfterMs: 60_000 }, 1, 0.5)).toBe(60_000);
    expect(nextTryInMs({ ...NEVER_SENT, retryAfterMs: 86_400_000 }, 1, 0.5)).toBe(900_000);
  });

  it.each<SendOutcome>([
    { kind: 'unknown', reason: 'no_answer', code: 'TIMEOUT', text: undefined },
    { kind: 'rejected', code: 'E424', text: 'no' },
    { kind: 'accepted', messageIds: new Map(), refused: new Map(), warning: undefined },
    { ...NEVER_SENT, code: 'DEPTH_ZERO_SELF_SIGNED_CERT', mayRetry: false },
  ])('never happens after $kind', (outcome) => {
    expect(nextTryInMs(outcome, 1, 0.5)).toBeUndefined();
  });
});
