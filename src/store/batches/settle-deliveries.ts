import { type RawBuilder, sql } from 'kysely';
import type { DeliverySettlement } from '../../core/send/delivery/settlement.ts';
import type { Engine } from '../engine/engine.ts';
import { messageBase } from '../schema/message-base.ts';

interface SettledBatch {
  readonly batchId: string;
  readonly settlements: readonly DeliverySettlement[];
}

const SETTLEMENT = {
  id: 'text',
  batch_id: 'text',
  status: 'text',
  message_id: 'text',
  message_base: 'text',
  reason: 'text',
  code: 'text',
  text: 'text',
} as const;

/**
 * The statement that settles the deliveries of these batches; it locks them in the order of their IDs. A delivery that a report
 * already raised keeps its status and only gets its message ID. One that the response does not name becomes `unknown`, because
 * it must not stay `sending` for ever.
 */
export function settleDeliveries(
  { isOneOf, now, rowLock, tableOf }: Engine,
  batches: readonly SettledBatch[],
): RawBuilder<unknown> {
  const rows = batches.flatMap(({ batchId, settlements }) => settlements.map((one) => rowOf(batchId, one)));
  const batchIds = batches.map(({ batchId }) => batchId);
  const isUnreported = sql`deliveries.status in ('sending', 'unknown')`;
  return sql`
    with held as materialized (
      select id, batch_id from deliveries where ${isOneOf(sql`batch_id`, batchIds)} order by id ${rowLock}
    ), settlement as materialized (
      select * from ${tableOf('given', SETTLEMENT, rows)}
    )
    update deliveries set
      status = case when ${isUnreported} then coalesce(settlement.status, 'unknown') else deliveries.status end,
      message_id = coalesce(settlement.message_id, deliveries.message_id),
      message_base = coalesce(settlement.message_base, deliveries.message_base),
      failure_reason = case
        when ${isUnreported} then case when settlement.id is null then 'missing_in_answer' else settlement.reason end
        else deliveries.failure_reason
      end,
      failure_code = case when ${isUnreported} then settlement.code else deliveries.failure_code end,
      failure_text = case when ${isUnreported} then settlement.text else deliveries.failure_text end,
      changed_at = case when ${isUnreported} then ${now} else deliveries.changed_at end
    from held left join settlement on settlement.id = held.id and settlement.batch_id = held.batch_id
    where deliveries.id = held.id and (settlement.id is not null or deliveries.status = 'sending')`;
}

function rowOf(batchId: string, { deliveryId, status, messageId, failure }: DeliverySettlement) {
  return {
    id: deliveryId,
    batch_id: batchId,
    status,
    message_id: messageId ?? null,
    message_base: messageId === undefined ? null : messageBase(messageId),
    reason: failure?.reason ?? null,
    code: failure?.code ?? null,
    text: failure?.text ?? null,
  };
}
