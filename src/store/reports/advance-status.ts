import { sql, type Transaction } from 'kysely';
import { REPORTED_STATUSES, reportOrderOf } from '../../core/send/delivery/status.ts';
import type { StatusUpdate } from '../../core/send/delivery/status-update.ts';
import type { Engine } from '../engine/engine.ts';
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

/**
 * Raises deliveries to the highest status that the reports say of them; none falls. Locks the deliveries in the order of their
 * IDs, in the caller's transaction.
 *
 * @returns the reports that raised a delivery, each with the ID of its send
 */
export async function advanceStatuses(
  { isOneOf, now, rowLock, tableOf }: Engine,
  transaction: Transaction<Tables>,
  reports: readonly Report[],
): Promise<ReadonlyMap<Report, string>> {
  const highest = highestOf(reports);
  if (highest.size === 0) return new Map();
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
    with held as materialized (
      select id from deliveries where ${isOneOf(sql`id`, [...highest.keys()])} order by id ${rowLock}
    )
    update deliveries set
      status = report.status,
      message_id = coalesce(deliveries.message_id, report.message_id),
      message_base = coalesce(deliveries.message_base, report.message_base),
      failure_reason = report.reason, failure_code = report.code, failure_text = report.text,
      changed_at = ${now}
    from held join ${tableOf('report', REPORT, rows)} on report.id = held.id
    where deliveries.id = held.id and ${REPORT_ORDER} < report.report_order
    returning deliveries.id, deliveries.send_id`.execute(transaction);
  const sendOf = new Map(raised.rows.map(({ id, send_id }) => [id, send_id]));
  return new Map(
    [...highest].flatMap(([deliveryId, { top }]) => {
      const sendId = sendOf.get(deliveryId);
      return sendId === undefined ? [] : [[top, sendId] as const];
    }),
  );
}

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
