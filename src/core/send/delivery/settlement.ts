import type { DeliveryFailure } from '../../explanations/failure.ts';
import type { SendOutcome } from './outcome.ts';

/** What a response says about one delivery of its batch. */
export interface DeliverySettlement {
  readonly deliveryId: string;
  readonly status: 'accepted' | 'rejected' | 'unknown';
  readonly messageId: string | undefined;
  readonly failure: DeliveryFailure | undefined;
}

interface BatchDelivery {
  readonly deliveryId: string;
  /** Without the plus, as the response names recipients. */
  readonly digits: string;
}

/**
 * Gives each delivery of a batch its own status. A recipient that the response does not name is unknown, not refused; so
 * is the second delivery to one number, because one message ID proves one message. Other recipients in the response are
 * ignored.
 */
export function settle(deliveries: readonly BatchDelivery[], outcome: SendOutcome): readonly DeliverySettlement[] {
  const seen = new Set<string>();
  return deliveries.map(({ deliveryId, digits }) => {
    const isRepeat = seen.has(digits);
    seen.add(digits);
    return { deliveryId, ...settleOne(digits, outcome, isRepeat) };
  });
}

type Settled = Omit<DeliverySettlement, 'deliveryId'>;

function settleOne(digits: string, outcome: SendOutcome, isRepeat: boolean): Settled {
  switch (outcome.kind) {
    case 'accepted': {
      const messageId = outcome.messageIds.get(digits);
      if (messageId !== undefined && !isRepeat) return { status: 'accepted', messageId, failure: undefined };
      const refusal = messageId === undefined ? outcome.refused.get(digits) : undefined;
      return refusal === undefined
        ? withoutMessageId('unknown', { reason: 'missing_in_answer', code: undefined, text: undefined })
        : withoutMessageId('rejected', { reason: 'refused', code: refusal.code, text: refusal.text });
    }
    case 'rejected':
      return withoutMessageId('rejected', { reason: 'refused', code: outcome.code, text: outcome.text });
    case 'never_sent':
      return withoutMessageId('rejected', { reason: 'never_sent', code: outcome.code, text: outcome.text });
    case 'unknown':
      return withoutMessageId('unknown', { reason: outcome.reason, code: outcome.code, text: outcome.text });
  }
}

function withoutMessageId(status: 'rejected' | 'unknown', failure: DeliveryFailure): Settled {
  return { status, messageId: undefined, failure };
}
