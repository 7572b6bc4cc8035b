import { sql, type Transaction } from 'kysely';
import type { DeliveryStatus } from '../core/delivery.ts';
import type { StatusUpdate } from '../core/status-update.ts';
import type { Engine } from './engine.ts';
import { messageBase } from './message-base.ts';
import type { Tables } from './tables.ts';
import { touchSend } from './touch-send.ts';

const NO_REPORT_YET = ['queued', 'sending', 'accepted', 'rejected', 'unknown', 'cancelled'] as const;

/**
 * What a report may be told over. Read as an order, sent < failed < delivered < read, it makes the end the same
 * whatever order the reports come in.
 */
export const RAISES_FROM = {
  sent: [...NO_REPORT_YET],
  failed: [...NO_REPORT_YET, 'sent'],
  delivered: [...NO_REPORT_YET, 'sent', 'failed'],
  read: [...NO_REPORT_YET, 'sent', 'failed', 'delivered'],
} as const satisfies Record<StatusUpdate['status'], readonly DeliveryStatus[]>;

export type Report = Pick<StatusUpdate, 'messageId' | 'status' | 'code' | 'text'>;

/** Raises one delivery to what a report says of it. False when it already was there or further. */
export async function raiseStatus(
  engine: Engine,
  transaction: Transaction<Tables>,
  deliveryId: string,
  { messageId, status, code, text }: Report,
): Promise<boolean> {
  const isFailure = status === 'failed';
  const raised = await transaction
    .updateTable('deliveries')
    .set({
      status,
      message_id: sql`coalesce(message_id, ${messageId})`,
      message_base: sql`coalesce(message_base, ${messageBase(messageId)})`,
      failure_reason: isFailure ? 'reported' : null,
      failure_code: isFailure ? (code ?? null) : null,
      failure_text: isFailure ? (text ?? null) : null,
      changed_at: engine.now,
    })
    .where('id', '=', deliveryId)
    .where('status', 'in', RAISES_FROM[status])
    .returning('send_id')
    .executeTakeFirst();
  if (raised === undefined) return false;
  await touchSend(engine, transaction, raised.send_id);
  return true;
}
