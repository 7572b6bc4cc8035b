import type { Kysely } from 'kysely';
import type { Delivery } from '../../core/send/delivery/delivery.ts';
import { effectiveDelivery, type ManualReport } from '../../core/send/delivery/manual-report.ts';
import { readPhoneNumber } from '../schema/codec.ts';
import type { DeliveryRow, Tables } from '../schema/tables.ts';

/** A manual report as a left join gives it: all null where there is none. */
interface JoinedManualReport {
  readonly said: ManualReport['said'] | null;
  readonly actor_id: string | null;
  readonly said_at: number | null;
}

/** Selects deliveries with the manual report of each, for `readDelivery`. */
export function selectDeliveries(db: Kysely<Tables>) {
  return db
    .selectFrom('deliveries')
    .leftJoin('manual_reports', 'manual_reports.delivery_id', 'deliveries.id')
    .selectAll('deliveries')
    .select(['manual_reports.said', 'manual_reports.actor_id', 'manual_reports.said_at']);
}

/** @returns the delivery with its effective status: what the ledger knows by itself, and a manual report over it */
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
    ...(row.status === 'cancelled' && row.cancel_reason !== null && { cancelReason: row.cancel_reason }),
    ...(row.overdue_at !== null && row.status === 'accepted' && { isReportOverdue: true }),
  };
}

function readManualReport({ said, actor_id, said_at }: JoinedManualReport): ManualReport | undefined {
  if (said === null || actor_id === null || said_at === null) return undefined;
  return { said, actorId: actor_id, at: new Date(said_at) };
}
