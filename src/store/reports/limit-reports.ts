import type { ReportedStatus } from '../../core/send/delivery/status.ts';

/**
 * Reports of one delivery and status that a transaction adds; a delivery that has so many gets no more. Real reports repeat a
 * few times. More of them change nothing, and would fill the ledger for ever.
 */
export const MAX_REPORTS_ADDED = 30;

interface Report {
  readonly deliveryId?: string;
  readonly status: ReportedStatus;
}

/** @returns the reports without those of a known delivery that are too many, in order */
export function limitReports<Given extends Report>(reports: readonly Given[]): readonly Given[] {
  const counts = new Map<string, number>();
  return reports.filter(({ deliveryId, status }) => {
    if (deliveryId === undefined) return true;
    const key = `${status} ${deliveryId}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= MAX_REPORTS_ADDED;
  });
}
