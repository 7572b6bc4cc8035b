import { describe, expect, it } from 'vitest';
import {
  type AgainScope,
  againCounts,
  againRecipients,
  againScopes,
  againWarning,
} from '../../../src/core/send/send-again.ts';
import type { DeliveryStatus } from '../../../src/core/send/status.ts';
import { deliveryAt } from '../../support/sends.ts';

function deliveries(...statuses: readonly DeliveryStatus[]) {
  return statuses.map((status, position) => deliveryAt(position, { status }));
}

function ends(scope: AgainScope, ...statuses: readonly DeliveryStatus[]): string[] {
  return againRecipients(deliveries(...statuses), scope).map((number) => number.slice(-4));
}

describe('sending again', () => {
  it.each<[string, readonly DeliveryStatus[], readonly AgainScope[]]>([
    ['some failed: to them, or to everybody', ['failed', 'read'], ['missed', 'all']],
    ['nobody got it', ['failed', 'rejected', 'cancelled'], ['missed']],
    ['some failed and some are unknown', ['failed', 'unknown', 'read'], ['missed', 'missed_and_unknown', 'all']],
    ['of nobody is known', ['unknown', 'unknown'], ['missed_and_unknown']],
    ['everybody got it', ['delivered', 'read'], ['all']],
  ])('is offered for those who did not get it first, when %s', (_, statuses, scopes) => {
    expect(againScopes(againCounts(deliveries(...statuses)))).toEqual(scopes);
  });

  it('goes to whom it says, in the order of the send', () => {
    const all = ['failed', 'unknown', 'read', 'rejected'] as const;

    expect(ends('missed', ...all)).toEqual(['1111', '4444']);
    expect(ends('missed_and_unknown', ...all)).toEqual(['1111', '2222', '4444']);
    expect(ends('all', ...all)).toEqual(['1111', '2222', '3333', '4444']);
  });

  it('warns of everybody who may get it twice, and of nobody else', () => {
    expect(againWarning('missed', deliveries('failed', 'unknown', 'read'))).toBeUndefined();
    expect(againWarning('missed_and_unknown', deliveries('failed', 'unknown', 'read'))).toBe(
      '1 recipient may have it already: nobody knows whether it arrived. Ask first. They would get it twice.',
    );
    expect(againWarning('all', deliveries('queued', 'read', 'delivered'))).toBe(
      'For 1 recipient it is still on its way out. 2 recipients got it already. They would get it twice.',
    );
  });
});
