import { type RawBuilder, sql } from 'kysely';
import type { DeliverySettlement } from '../../core/send/settlement.ts';
import type { Engine } from '../engine/engine.ts';
import { messageBase } from '../schema/message-base.ts';

interface BatchAnswer {
  readonly batchId: string;
  readonly settlements: readonly DeliverySettlement[];
}

const ANSWER = {
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
 * What gives the deliveries of answered batches what their answers say. What a report already raised stays as it is and only
 * learns its message ID; what an answer does not name must not stay `sending` for ever.
 */
export function settledDeliveries(
  { isOneOf, now, rowLock, tableOf }: Engine,
  answers: readonly BatchAnswer[],
): RawBuilder<unknown> {
  const rows = answers.flatMap(({ batchId, settlements }) => settlements.map((one) => rowOf(batchId, one)));
  const batchIds = answers.map(({ batchId }) => batchId);
  const isOpen = sql`deliveries.status in ('sending', 'unknown')`;
  return sql`
    with held as materialized (
      select id, batch_id from deliveries where ${isOneOf(sql`batch_id`, batchIds)} order by id ${rowLock}
    ), answer as materialized (
      select * from ${tableOf('given', ANSWER, rows)}
    )
    update deliveries set
      status = case when ${isOpen} then coalesce(answer.status, 'unknown') else deliveries.status end,
      message_id = coalesce(answer.message_id, deliveries.message_id),
      message_base = coalesce(answer.message_base, deliveries.message_base),
      failure_reason = case
        when ${isOpen} then case when answer.id is null then 'missing_in_answer' else answer.reason end
        else deliveries.failure_reason
      end,
      failure_code = case when ${isOpen} then answer.code else deliveries.failure_code end,
      failure_text = case when ${isOpen} then answer.text else deliveries.failure_text end,
      changed_at = case when ${isOpen} then ${now} else deliveries.changed_at end
    from held left join answer on answer.id = held.id and answer.batch_id = held.batch_id
    where deliveries.id = held.id and (answer.id is not null or deliveries.status = 'sending')`;
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
