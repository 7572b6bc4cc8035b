import { describe, expect, it } from 'vitest';
import { endedBadly } from '../../../src/core/send/delivery.ts';
import type { DeliveryStatus } from '../../../src/core/send/status.ts';

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
    expect(endedBadly(statuses.map((status) => ({ status })))).toBe(isTold);
  });
});
