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
    ['trial', 'trial: not sent'],
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
    const all = { window_closed: 6, expired: 5, declined: 4, not_in_team: 3, trial: 2, opted_out: 1, stopped: 9 };
    expect(countedReasons(all).map(({ count, words }) => `${count} ${words}`)).toEqual([
      '1 opted out',
      '2 kept back: trial',
      '3 not the team’s numbers',
      '4 declined',
      '5 expired',
      '6 after the 24 hours',
    ]);
  });
});
