import type { DeliveryFailure } from '../../explanations/failure.ts';
import { advanceStatus, type DeliveryStatus } from './status.ts';

/** What a person says about a delivery that is `unknown`. */
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
  /** Set while the status comes from a person, because no delivery report has said as much. */
  readonly manualReport?: ManualReport;
}

const STATUS_SAID = { arrived: 'delivered', not_arrived: 'failed' } as const satisfies Record<
  ManualReport['said'],
  DeliveryStatus
>;

/** The status of a delivery with what a person said of it, as {@link effectiveDelivery} has it. */
export function effectiveStatus(status: DeliveryStatus, said: ManualReport['said'] | null): DeliveryStatus {
  return said === null ? status : advanceStatus(status, STATUS_SAID[said]);
}

/**
 * The status of a delivery with its manual report, which counts like a delivery report of the same status: a delivery
 * report that says as much or more replaces it, and the status never falls.
 */
export function effectiveDelivery<Delivery extends Known>(
  known: Delivery,
  report: ManualReport | undefined,
): Delivery & Effective {
  if (report === undefined) return known;
  const status = effectiveStatus(known.status, report.said);
  if (status === known.status) return known;
  const failure =
    status === 'failed' ? ({ reason: 'manual_report', code: undefined, text: undefined } as const) : undefined;
  return { ...known, status, failure, changedAt: report.at, manualReport: report };
}
