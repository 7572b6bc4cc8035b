import { formatCount } from '../../core/format.ts';
import type { Delivery } from '../../core/send/delivery.ts';
import {
  ALL_STATUSES,
  ATTENTION_STATUSES,
  countStatuses,
  STATUSES,
  type StatusCounts,
} from '../../core/send/status.ts';

/** `3 delivered · 1 read · 1 failed` */
export function summaryLine(deliveries: readonly Delivery[]): string {
  return countsLine(countStatuses(deliveries));
}

export function countsLine(counts: Readonly<Partial<StatusCounts>>): string {
  return ALL_STATUSES.map((status) => [counts[status] ?? 0, STATUSES[status].label] as const)
    .filter(([count]) => count > 0)
    .map(([count, label]) => `${formatCount(count)} ${label}`)
    .join(' · ');
}

/** What needs a person first; otherwise in the order of the send. */
export function problemsFirst(deliveries: readonly Delivery[]): readonly Delivery[] {
  const rank = ({ status }: Delivery): number =>
    ATTENTION_STATUSES.includes(status) ? ATTENTION_STATUSES.indexOf(status) : ATTENTION_STATUSES.length;
  return deliveries.toSorted((a, b) => rank(a) - rank(b) || a.position - b.position);
}
