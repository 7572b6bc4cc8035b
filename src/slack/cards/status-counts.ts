import type { Delivery, DeliveryStatus } from '../../core/send/delivery.ts';
import { STATUS_WORDS } from '../../core/send/delivery.ts';

const ALONG_THE_WAY = [
  'queued',
  'sending',
  'accepted',
  'sent',
  'delivered',
  'read',
  'rejected',
  'failed',
  'unknown',
  'cancelled',
] as const satisfies readonly DeliveryStatus[];

const PROBLEMS: readonly DeliveryStatus[] = ['failed', 'rejected', 'unknown'];

const NONE = {
  queued: 0,
  sending: 0,
  accepted: 0,
  sent: 0,
  delivered: 0,
  read: 0,
  rejected: 0,
  failed: 0,
  unknown: 0,
  cancelled: 0,
} as const satisfies Record<DeliveryStatus, number>;

export type StatusCounts = Readonly<Record<DeliveryStatus, number>>;

export function countStatuses(deliveries: readonly Delivery[]): StatusCounts {
  const counts: Record<DeliveryStatus, number> = { ...NONE };
  for (const { status } of deliveries) counts[status] += 1;
  return counts;
}

/** `3 delivered · 1 read · 1 failed` */
export function summaryLine(deliveries: readonly Delivery[]): string {
  return countsLine(countStatuses(deliveries));
}

export function countsLine(counts: Readonly<Partial<Record<DeliveryStatus, number>>>): string {
  return ALONG_THE_WAY.map((status) => [counts[status] ?? 0, STATUS_WORDS[status].word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count.toLocaleString('en')} ${word}`)
    .join(' · ');
}

/** What needs a person first; apart from that, and so while nothing fails, the order of the send. */
export function problemsFirst(deliveries: readonly Delivery[]): readonly Delivery[] {
  const rank = ({ status }: Delivery): number =>
    PROBLEMS.includes(status) ? PROBLEMS.indexOf(status) : PROBLEMS.length;
  return deliveries.toSorted((a, b) => rank(a) - rank(b) || a.position - b.position);
}
