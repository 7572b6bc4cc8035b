import { describe, expect, it } from 'vitest';
import { effectiveDelivery } from '../../../../src/core/send/delivery/manual-report.ts';
import { ALL_STATUSES, type DeliveryStatus } from '../../../../src/core/send/delivery/status.ts';
import { deliveryAt, failure } from '../../../support/sends.ts';

const AT = new Date('2026-11-22T15:00:00Z');

function reported(status: DeliveryStatus, said: 'arrived' | 'not_arrived') {
  const known = deliveryAt(0, { status, failure: failure({ reason: 'no_answer', code: 'TIMEOUT' }) });
  const report = { said, actorId: 'U2', at: AT } as const;
  return { known, report, effective: effectiveDelivery(known, report) };
}

describe('what a person says of an unknown delivery', () => {
  it('makes it delivered, without a reason to fail, at the time that it was said', () => {
    const { effective, known, report } = reported('unknown', 'arrived');

    expect(effective).toEqual({
      ...known,
      status: 'delivered',
      failure: undefined,
      changedAt: AT,
      manualReport: report,
    });
  });

  it('makes it failed, for the reason that a person said so', () => {
    const { effective, report } = reported('unknown', 'not_arrived');

    expect(effective).toMatchObject({
      status: 'failed',
      failure: { reason: 'manual_report', code: undefined, text: undefined },
      changedAt: AT,
      manualReport: report,
    });
  });

  it('changes nothing that a report has said as much of, or more', () => {
    const kept = (said: 'arrived' | 'not_arrived') =>
      ALL_STATUSES.filter((status) => {
        const { effective, known } = reported(status, said);
        return effective === known;
      });

    expect(kept('arrived')).toEqual(['delivered', 'read']);
    expect(kept('not_arrived')).toEqual(['delivered', 'read', 'failed']);
  });

  it('is nothing while nobody said anything', () => {
    const { known } = reported('unknown', 'arrived');

    expect(effectiveDelivery(known, undefined)).toBe(known);
  });
});
