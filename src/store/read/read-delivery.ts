import type { Delivery } from '../../core/send/delivery.ts';
import { effectiveDelivery } from '../../core/send/manual-report.ts';
import { readPhoneNumber } from '../schema/codec.ts';
import type { DeliveryRow } from '../schema/tables.ts';
import { type JoinedManualReport, readManualReport } from './manual-report.ts';

/** A delivery as it is told: what the ledger knows by itself, and a person's word over it. */
export function readDelivery(row: DeliveryRow & JoinedManualReport): Delivery {
  return effectiveDelivery(knownDelivery(row), readManualReport(row));
}

function knownDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    position: row.position,
    recipient: readPhoneNumber(row.recipient),
    status: row.status,
    messageId: row.message_id ?? undefined,
    failure:
      row.failure_reason === null
        ? undefined
        : { reason: row.failure_reason, code: row.failure_code ?? undefined, text: row.failure_text ?? undefined },
    changedAt: new Date(row.changed_at),
    ...(row.overdue_at !== null && row.status === 'accepted' && { isReportOverdue: true }),
  };
}
