import { type Delivery, type DeliveryStatus, isSettled } from './delivery.ts';

const BAD_ENDS: ReadonlySet<DeliveryStatus> = new Set(['failed', 'rejected', 'unknown']);

/** Whether every answer of a send is in and somebody did not get the message, or nobody knows whether they did. */
export function endedBadly(deliveries: readonly Pick<Delivery, 'status'>[]): boolean {
  return deliveries.every(({ status }) => isSettled(status)) && deliveries.some(({ status }) => BAD_ENDS.has(status));
}
