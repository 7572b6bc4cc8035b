import type { DeliveryFailure } from '../explanations/failure.ts';
import type { PhoneNumber } from '../recipients/phone-number.ts';

export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'rejected'
  | 'failed'
  | 'unknown'
  | 'cancelled';

/** One recipient's message within a send; it alone has a status. */
export interface Delivery {
  readonly id: string;
  /** Place in the send, from 0; the card keeps this order. */
  readonly position: number;
  readonly recipient: PhoneNumber;
  readonly status: DeliveryStatus;
  /** Kaleyra's `uuid:n`. */
  readonly messageId: string | undefined;
  readonly failure: DeliveryFailure | undefined;
  readonly changedAt: Date;
  /** Accepted long ago, and nothing was heard of it since. */
  readonly isReportOverdue?: boolean;
  /** Set while the status rests on a person's word, because no report has said as much. */
  readonly manualReport?: ManualReport | undefined;
}

/** What a person says of a delivery of which nobody else knows. */
export interface ManualReport {
  readonly said: 'arrived' | 'not_arrived';
  readonly actorId: string;
  readonly at: Date;
}

interface StatusWords {
  readonly word: string;
  /** Says the same without colour. */
  readonly sign: string;
}

export const STATUS_WORDS = {
  queued: { word: 'queued', sign: '·' },
  sending: { word: 'sending', sign: '…' },
  accepted: { word: 'accepted', sign: '✓' },
  sent: { word: 'sent', sign: '✓' },
  delivered: { word: 'delivered', sign: '✓✓' },
  read: { word: 'read', sign: '✓✓' },
  rejected: { word: 'rejected', sign: '✕' },
  failed: { word: 'failed', sign: '✕' },
  unknown: { word: 'unknown', sign: '?' },
  cancelled: { word: 'cancelled', sign: '–' },
} as const satisfies Record<DeliveryStatus, StatusWords>;

/** Whether the provider's answer is in: from here on only reports or people change the status. */
export function isSettled(status: DeliveryStatus): boolean {
  return status !== 'queued' && status !== 'sending';
}
