import { sql, type Transaction } from 'kysely';
import { type DeliveryStatus, REPORTED_STATUSES, reportOrderOf } from '../../core/send/delivery/status.ts';
import type { StatusUpdate } from '../../core/send/delivery/status-update.ts';
import type { Engine } from '../engine/engine.ts';
import type { QuotaDelivery } from '../rules/quotas.ts';
import { messageBase } from '../schema/message-base.ts';
import type { Tables } from '../schema/tables.ts';

/** `reportOrderOf` of a row's status: 0 while nothing is reported. */
const REPORT_ORDER = sql`case deliveries.status ${sql.join(
  REPORTED_STATUSES.map((status) => sql`when ${sql.lit(status)} then ${sql.lit(reportOrderOf(status))}`),
  sql` `,
)} else 0 end`;

const REPORT = {
  id: 'text',
  message_id: 'text',
  message_base: 'text',
  status: 'text',
  report_order: 'integer',
  reason: 'text',
  code: 'text',
  text: 'text',
} as const;

/** What one report says of one delivery. */
export interface Report extends Pick<StatusUpdate, 'messageId' | 'status' | 'code' | 'text'> {
  readonly deliveryId: string;
}

/** What reports changed. */
interface Advanced {
  /** The reports that raised a delivery, each with the ID of its send. */
  readonly sendOf: ReadonlyMap<Report, string>;
  /** Deliveries that left after all: they were cancelled or rejected until now, and count for the quotas again. */
  readonly leftAfterAll: readonly QuotaDelivery[];
}

const NOTHING: Advanced = { sendOf: new Map(), leftAfterAll: [] };

/**
 * Raises deliveries to the highest status that the reports say of them; none falls. Locks the deliveries in the order of their
 * IDs, in the caller's transaction.
 */
export async function advanceStatuses(
  { isOneOf, now, rowLock, tableOf }: Engine,
  transaction: Transaction<Tables>,
  reports: readonly Report[],
): Promise<Advanced> {
  const highest = highestOf(reports);
  if (highest.size === 0) return NOTHING;
  const { rows: held } = await sql<HeldRow>`
    select id, send_id, recipient_key, status from deliveries where ${isOneOf(sql`id`, [...highest.keys()])}
    order by id ${rowLock}`.execute(transaction);
  const rows = [...highest].map(([deliveryId, { first, top }]) => ({
    id: deliveryId,
    message_id: first.messageId,
    message_base: messageBase(first.messageId),
    status: top.status,
    report_order: reportOrderOf(top.status),
    reason: top.status === 'failed' ? 'reported' : null,
    code: top.status === 'failed' ? (top.code ?? null) : null,
    text: top.status === 'failed' ? (top.text ?? null) : null,
  }));
  const raised = await sql<{ id: string; send_id: string }>`
    update deliveries set
      status = report.status,
      message_id = coalesce(deliveries.message_id, report.message_id),
      message_base = coalesce(deliveries.message_base, report.message_base),
      failure_reason = report.reason, failure_code = report.code, failure_text = report.text,
      changed_at = ${now}
    from ${tableOf('report', REPORT, rows)}
    where deliveries.id = report.id and ${REPORT_ORDER} < report.report_order
    returning deliveries.id, deliveries.send_id`.execute(transaction);
  const raisedIn = new Map(raised.rows.map(({ id, send_id }) => [id, send_id]));
  return {
    sendOf: new Map(
      [...highest].flatMap(([deliveryId, { top }]) => {
        const sendId = raisedIn.get(deliveryId);
        return sendId === undefined ? [] : [[top, sendId] as const];
      }),
    ),
    leftAfterAll: held.filter(({ id, status }) => raisedIn.has(id) && NEVER_LEFT.has(status)),
  };
}

/** Locked as it was before the reports. */
interface HeldRow extends QuotaDelivery {
  readonly id: string;
  readonly status: DeliveryStatus;
}

/** What these were charged to was given back. */
const NEVER_LEFT: ReadonlySet<DeliveryStatus> = new Set(['cancelled', 'rejected']);

/** @returns for each delivery its highest report, and its first one, which names the message ID */
function highestOf(reports: readonly Report[]): ReadonlyMap<string, { readonly first: Report; readonly top: Report }> {
  const highest = new Map<string, { readonly first: Report; readonly top: Report }>();
  for (const report of reports) {
    const { first, top } = highest.get(report.deliveryId) ?? { first: report, top: report };
    highest.set(report.deliveryId, {
      first,
      top: reportOrderOf(report.status) > reportOrderOf(top.status) ? report : top,
    });
  }
  return highest;
}
