import { ALL_STATUSES, countStatuses, isSettled, needsAttention, type StatusCounts } from './delivery/status.ts';
import type { Send } from './send.ts';

/** How many recipients of a send have which status. A long list is given without its deliveries, and counted by the ledger. */
export function countsOfSend({ deliveries, list }: Pick<Send, 'deliveries' | 'list'>): StatusCounts {
  return list?.counts ?? countStatuses(deliveries);
}

/** Whether a response to every recipient's message is in, or it will never leave. */
export function isAnswered(send: Pick<Send, 'deliveries' | 'list'>): boolean {
  const counts = countsOfSend(send);
  return ALL_STATUSES.every((status) => isSettled(status) || counts[status] === 0);
}

/** Whether every response to a send is in, and at least one recipient did not get the message or may not have got it. */
export function endedBadly(send: Pick<Send, 'deliveries' | 'list'>): boolean {
  const counts = countsOfSend(send);
  return isAnswered(send) && ALL_STATUSES.some((status) => needsAttention(status) && counts[status] > 0);
}
