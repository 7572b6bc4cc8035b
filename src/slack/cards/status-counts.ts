import { formatCount } from '../../core/format.ts';
import { type CancelCounts, countCancelReasons, countedReasons } from '../../core/send/delivery/cancel-reason.ts';
import type { Delivery } from '../../core/send/delivery/delivery.ts';
import {
  ALL_STATUSES,
  ATTENTION_STATUSES,
  countStatuses,
  STATUSES,
  type StatusCounts,
} from '../../core/send/delivery/status.ts';

/** `3 delivered · 1 read · 1 failed` */
export function summaryLine(deliveries: readonly Delivery[]): string {
  return countsLine(countStatuses(deliveries), countCancelReasons(deliveries));
}

/** @param reasons why recipients were cancelled: those have the reason in the place of the status */
export function countsLine(counts: Readonly<Partial<StatusCounts>>, reasons: CancelCounts = {}): string {
  const cancelled = countedReasons(reasons);
  const explained = cancelled.reduce((sum, { count }) => sum + count, 0);
  const left = { ...counts, cancelled: (counts.cancelled ?? 0) - explained };
  return [...ALL_STATUSES.map((status) => ({ count: left[status] ?? 0, words: STATUSES[status].label })), ...cancelled]
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${formatCount(count)} ${words}`)
    .join(' · ');
}

/** What needs a person first; otherwise in the order of the send. */
export function problemsFirst(deliveries: readonly Delivery[]): readonly Delivery[] {
  const rank = ({ status }: Delivery): number =>
    ATTENTION_STATUSES.includes(status) ? ATTENTION_STATUSES.indexOf(status) : ATTENTION_STATUSES.length;
  return deliveries.toSorted((a, b) => rank(a) - rank(b) || a.position - b.position);
}
