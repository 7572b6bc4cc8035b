import { sql, type Transaction } from 'kysely';
import type { Engine } from './engine.ts';
import { findReported } from './find-reported.ts';
import { raiseStatuses } from './raise-status.ts';
import type { Tables } from './tables.ts';

/** A report for a message that is not known after three days is not ours. */
export const PARKED_MS = 72 * 60 * 60_000;

/**
 * Gives reports that came before their message ID was known to their deliveries.
 *
 * @returns the sends of the deliveries that they raised.
 */
export async function matchParked(
  engine: Engine,
  transaction: Transaction<Tables>,
  bases: readonly string[],
): Promise<readonly string[]> {
  if (bases.length === 0) return [];
  const parked = await transaction
    .selectFrom('status_events')
    .selectAll()
    .where(sql<boolean>`delivery_id is null`)
    .where(engine.isOneOf(sql`message_base`, bases))
    .where('received_at', '>', sql<number>`${engine.now} - ${sql.lit(PARKED_MS)}`)
    .execute();
  if (parked.length === 0) return [];
  const reports = await findReported(
    engine,
    transaction,
    parked.map((event) => ({
      id: event.id,
      messageId: event.message_id,
      status: event.status,
      code: event.code ?? undefined,
      text: event.text ?? undefined,
      batchToken: event.batch_token ?? undefined,
      recipientDigits: event.recipient ?? undefined,
    })),
  );
  const known = reports.filter((report) => report.whose === 'known');
  await attach(engine, transaction, known);
  const raised = await raiseStatuses(engine, transaction, known);
  return [...raised.values()];
}

async function attach(
  { isOneOf, tableOf }: Engine,
  transaction: Transaction<Tables>,
  known: readonly { readonly id: string; readonly deliveryId: string }[],
): Promise<void> {
  if (known.length === 0) return;
  const rows = known.map(({ id, deliveryId }) => ({ id, delivery_id: deliveryId }));
  const ids = known.map(({ id }) => id);
  await sql`
    update status_events set delivery_id = known.delivery_id
    from ${tableOf('known', { id: 'text', delivery_id: 'text' }, rows)}
    where status_events.id = known.id and ${isOneOf(sql`status_events.id`, ids)}`.execute(transaction);
}
