import type { DeliveryFailure } from './send-failure.ts';
import type { SendOutcome } from './send-outcome.ts';

/** What an answer says of one delivery of a batch. */
export interface DeliverySettlement {
  readonly deliveryId: string;
  readonly status: 'accepted' | 'rejected' | 'unknown';
  readonly messageId: string | undefined;
  readonly failure: DeliveryFailure | undefined;
}

interface BatchDelivery {
  readonly deliveryId: string;
  /** Without the plus, as the answer names recipients. */
  readonly digits: string;
}

/** Gives each delivery of a batch its own outcome. A recipient that the answer does not name is unknown, not refused. */
export function settle(deliveries: readonly BatchDelivery[], outcome: SendOutcome): readonly DeliverySettlement[] {
  return deliveries.map(({ deliveryId, digits }) => ({ deliveryId, ...settleOne(digits, outcome) }));
}

type Settled = Omit<DeliverySettlement, 'deliveryId'>;

function settleOne(digits: string, outcome: SendOutcome): Settled {
  switch (outcome.kind) {
    case 'accepted': {
      const messageId = outcome.messageIds.get(digits);
      if (messageId !== undefined) return { status: 'accepted', messageId, failure: undefined };
      const refusal = outcome.refused.get(digits);
      return refusal === undefined
        ? without('unknown', { reason: 'missing_in_answer', code: undefined, text: undefined })
        : without('rejected', { reason: 'refused', ...refusal });
    }
    case 'rejected':
      return without('rejected', { reason: 'refused', code: outcome.code, text: outcome.text });
    case 'never_sent':
      return without('rejected', { reason: 'never_sent', code: outcome.code, text: outcome.text });
    case 'unknown':
      return without('unknown', { reason: outcome.reason, code: outcome.code, text: outcome.text });
  }
}

function without(status: 'rejected' | 'unknown', failure: DeliveryFailure): Settled {
  return { status, messageId: undefined, failure };
}
