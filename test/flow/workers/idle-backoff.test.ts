import { describe, expect, it } from 'vitest';
import {
  type IdleBackoff,
  isBackingOff,
  NO_BACKOFF,
  resetBackoff,
  startBackoff,
} from '../../../src/flow/workers/idle-backoff.ts';

/** The pause that an empty look begins, as long as the one before has ended `afterMs` ago. */
function next(backoff: IdleBackoff, afterMs: number): IdleBackoff {
  return startBackoff(backoff, backoff.endsAtMs + afterMs);
}

describe('the pause after a look that found nothing', () => {
  it('doubles when it follows on another one, up to a limit', () => {
    const lengths: number[] = [];
    let backoff = startBackoff(NO_BACKOFF, 1_000);
    for (let look = 0; look < 6; look++) {
      lengths.push(backoff.lengthMs);
      backoff = next(backoff, 1);
    }

    expect(lengths).toEqual([10, 20, 40, 80, 80, 80]);
  });

  it('is short again after a quiet time', () => {
    const second = next(startBackoff(NO_BACKOFF, 1_000), 0);

    expect(next(second, 19).lengthMs).toBe(40);
    expect(next(second, 20).lengthMs).toBe(10);
  });

  it('is short again once a job was found', () => {
    const second = next(startBackoff(NO_BACKOFF, 1_000), 0);

    expect(next(resetBackoff(second), 0).lengthMs).toBe(10);
  });

  it('is one pause for all who looked together', () => {
    const first = startBackoff(NO_BACKOFF, 1_000);

    expect(startBackoff(first, 1_004)).toEqual(first);
    expect(isBackingOff(first, 1_009)).toBe(true);
    expect(isBackingOff(first, 1_010)).toBe(false);
  });
});
