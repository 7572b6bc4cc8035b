import type { Delivery } from './delivery.ts';
import { isSettled, needsAttention } from './status.ts';

/** Whether every answer of a send is in and somebody did not get the message, or nobody knows whether they did. */
export function endedBadly(deliveries: readonly Pick<Delivery, 'status'>[]): boolean {
  return deliveries.every(({ status }) => isSettled(status)) && deliveries.some(({ status }) => needsAttention(status));
}
