import { describe, expect, it } from 'vitest';
import { countsOf, type DeliveryStatus } from '../../../src/core/send/delivery/status.ts';
import { endedBadly } from '../../../src/core/send/send-counts.ts';
import { deliveryAt } from '../../support/sends.ts';

describe('a send that ended badly', () => {
  it.each<[boolean, readonly DeliveryStatus[]]>([
    [true, ['failed', 'read']],
    [true, ['rejected', 'accepted']],
    [true, ['unknown', 'delivered']],
    [false, ['failed', 'sending']],
    [false, ['unknown', 'queued']],
    [false, ['accepted', 'sent', 'delivered', 'read']],
    [false, ['cancelled', 'read']],
    [false, []],
  ])('is told of: %s for %j', (isTold, statuses) => {
    const deliveries = statuses.map((status, at) => deliveryAt(at, { status }));
    expect(endedBadly({ deliveries })).toBe(isTold);
  });

  it('is told of a long list, whose rows are only counted', () => {
    const list = {
      rows: 400,
      topReasons: [],
      dueAt: undefined,
      trialRows: 0,
      rowsLeftOut: 0,
      isAskingForRest: false,
    };

    expect(endedBadly({ deliveries: [], list: { ...list, counts: countsOf({ failed: 1, read: 399 }) } })).toBe(true);
    expect(endedBadly({ deliveries: [], list: { ...list, counts: countsOf({ failed: 1, queued: 399 }) } })).toBe(false);
  });
});
