import { describe, expect, it } from 'vitest';
import {
  type CancelReason,
  cancelWords,
  countCancelReasons,
  countedReasons,
} from '../../../../src/core/send/delivery/cancel-reason.ts';

describe('why a delivery never left', () => {
  it.each<[CancelReason | undefined, string | undefined]>([
    ['stopped', undefined],
    [undefined, undefined],
    ['opted_out', 'opted out'],
    ['trial', 'trial: nothing left this machine'],
    ['not_in_team', 'not one of the team’s numbers'],
    ['declined', 'declined'],
    ['expired', 'expired'],
    ['window_closed', 'the 24 hours were over'],
  ])('stands beside its status: %s', (reason, words) => {
    expect(cancelWords(reason)).toBe(words);
  });

  it('is counted over all deliveries that have a reason, and told in one order, without what nobody has', () => {
    const reasons: readonly CancelReason[] = ['expired', 'opted_out', 'stopped', 'expired'];
    const counts = countCancelReasons([{}, ...reasons.map((cancelReason) => ({ cancelReason })), {}]);

    expect(counts).toEqual({ expired: 2, opted_out: 1, stopped: 1 });
    expect(countedReasons(counts)).toEqual([
      { count: 1, words: 'opted out' },
      { count: 2, words: 'expired' },
    ]);
    expect(countedReasons({})).toEqual([]);
  });
});
