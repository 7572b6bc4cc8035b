import { sql, type Transaction } from 'kysely';
import type { ProviderWarning } from '../core/send-outcome.ts';
import type { DeliverySettlement } from '../core/settlement.ts';
import type { BatchClaim, Ledger } from '../flow/ports.ts';
import type { Engine } from './engine.ts';
import { messageBase } from './message-base.ts';
import { matchParked } from './parked-reports.ts';
import { write } from './record-codec.ts';
import type { Tables } from './tables.ts';
import { touchSend } from './touch-send.ts';

/**
 * Writes what became of a claimed batch. A lease that ended takes nothing away from an answer: only the fence decides,
 * because nobody else ever sends this batch.
 */
export function createSettleBatch(engine: Engine): Ledger['settleBatch'] {
  return (claim, settlements, warning) =>
    engine.db.transaction().execute(async (transaction) => {
      const batch = await transaction
        .updateTable('batches')
        .set({ state: 'done', worker: null, lease_until: null })
        .where('id', '=', claim.batchId)
        .where('fence', '=', claim.fence)
        .where('state', 'in', ['sending', 'lost'])
        .returning(['send_id', 'size'])
        .executeTakeFirst();
      if (batch === undefined) return false;
      const bases = basesOf(settlements);
      await engine.lockMessages(transaction, bases);
      const named = await settleDeliveries(engine, transaction, claim, settlements);
      if (named < batch.size) await settleForgotten(engine, transaction, claim);
      await matchParked(engine, transaction, bases);
      if (warning !== undefined) await keepWarning(transaction, batch.send_id, warning);
      await touchSend(engine, transaction, batch.send_id);
      return true;
    });
}

function basesOf(settlements: readonly DeliverySettlement[]): readonly string[] {
  const ids = settlements.flatMap(({ messageId }) => (messageId === undefined ? [] : [messageId]));
  return [...new Set(ids.map(messageBase))];
}

/** What a report already raised stays as it is and only learns its message ID. Gives the number of deliveries named. */
async function settleDeliveries(
  { now, jsonRows }: Engine,
  transaction: Transaction<Tables>,
  { batchId }: BatchClaim,
  settlements: readonly DeliverySettlement[],
): Promise<number> {
  const rows = settlements.map(({ deliveryId, status, messageId, failure }) => ({
    id: deliveryId,
    status,
    message_id: messageId ?? null,
    message_base: messageId === undefined ? null : messageBase(messageId),
    reason: failure?.reason ?? null,
    code: failure?.code ?? null,
    text: failure?.text ?? null,
  }));
  const isOpen = sql`deliveries.status in ('sending', 'unknown')`;
  const { numAffectedRows } = await sql`
    update deliveries set
      status = case when ${isOpen} then answer.status else deliveries.status end,
      message_id = coalesce(answer.message_id, deliveries.message_id),
      message_base = coalesce(answer.message_base, deliveries.message_base),
      failure_reason = case when ${isOpen} then answer.reason else deliveries.failure_reason end,
      failure_code = case when ${isOpen} then answer.code else deliveries.failure_code end,
      failure_text = case when ${isOpen} then answer.text else deliveries.failure_text end,
      changed_at = case when ${isOpen} then ${now} else deliveries.changed_at end
    from (
      select item.value ->> 'id' as delivery_id, item.value ->> 'status' as status,
        item.value ->> 'message_id' as message_id, item.value ->> 'message_base' as message_base,
        item.value ->> 'reason' as reason, item.value ->> 'code' as code, item.value ->> 'text' as text
      from ${jsonRows(rows)}
    ) as answer
    where deliveries.id = answer.delivery_id and deliveries.batch_id = ${batchId}`.execute(transaction);
  return Number(numAffectedRows ?? 0);
}

/** A delivery that the settlement does not name must not stay `sending` for ever. */
async function settleForgotten(
  { now }: Engine,
  transaction: Transaction<Tables>,
  { batchId }: BatchClaim,
): Promise<void> {
  await transaction
    .updateTable('deliveries')
    .set({ status: 'unknown', failure_reason: 'missing_in_answer', changed_at: now })
    .where('batch_id', '=', batchId)
    .where('status', '=', 'sending')
    .execute();
}

async function keepWarning(transaction: Transaction<Tables>, sendId: string, warning: ProviderWarning): Promise<void> {
  await transaction
    .updateTable('sends')
    .set({ warning: write(warning) })
    .where('id', '=', sendId)
    .execute();
}
