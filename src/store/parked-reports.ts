import { sql, type Transaction } from 'kysely';
import type { Engine } from './engine.ts';
import { findReported } from './find-reported.ts';
import { raiseStatus } from './raise-status.ts';
import type { Tables } from './tables.ts';

/** A report for a message that is not known after three days is not ours. */
export const PARKED_MS = 72 * 60 * 60_000;

/** Gives reports that came before their message ID was known to their deliveries. */
export async function matchParked(
  engine: Engine,
  transaction: Transaction<Tables>,
  bases: readonly string[],
): Promise<void> {
  if (bases.length === 0) return;
  const parked = await transaction
    .selectFrom('status_events')
    .selectAll()
    .where(sql<boolean>`delivery_id is null`)
    .where('message_base', 'in', bases)
    .where('received_at', '>', sql<number>`${engine.now} - ${sql.lit(PARKED_MS)}`)
    .execute();
  for (const event of parked) {
    const deliveryId = await findReported(transaction, {
      messageId: event.message_id,
      batchToken: event.batch_token ?? undefined,
      recipientDigits: event.recipient ?? undefined,
    });
    if (deliveryId === undefined) continue;
    await transaction
      .updateTable('status_events')
      .set({ delivery_id: deliveryId })
      .where('id', '=', event.id)
      .execute();
    await raiseStatus(engine, transaction, deliveryId, {
      messageId: event.message_id,
      status: event.status,
      code: event.code ?? undefined,
      text: event.text ?? undefined,
    });
  }
}
