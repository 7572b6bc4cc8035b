import type { DeliveryFailure } from '../explanations/failure.ts';
import { advanceStatus, type DeliveryStatus } from './status.ts';

/** What a person says of a delivery of which nobody else knows. */
export interface ManualReport {
  readonly said: 'arrived' | 'not_arrived';
  readonly actorId: string;
  readonly at: Date;
}

interface Known {
  readonly status: DeliveryStatus;
  readonly failure: DeliveryFailure | undefined;
  readonly changedAt: Date;
}

interface Effective extends Known {
  /** Set while the status rests on a person's word, because no report has said as much. */
  readonly manualReport?: ManualReport;
}

const STATUS_SAID = { arrived: 'delivered', not_arrived: 'failed' } as const satisfies Record<
  ManualReport['said'],
  DeliveryStatus
>;

/**
 * What a delivery counts as, with a person's word over what the ledger knows by itself. The word counts as a report of the
 * same status would: a report that says as much or more takes its place, and nothing makes the status fall.
 */
export function effectiveDelivery<Delivery extends Known>(
  known: Delivery,
  report: ManualReport | undefined,
): Delivery & Effective {
  if (report === undefined) return known;
  const status = advanceStatus(known.status, STATUS_SAID[report.said]);
  if (status === known.status) return known;
  const failure = status === 'failed' ? ({ reason: 'told', code: undefined, text: undefined } as const) : undefined;
  return { ...known, status, failure, changedAt: report.at, manualReport: report };
}
