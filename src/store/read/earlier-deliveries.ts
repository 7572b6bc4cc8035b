import type { Kysely } from 'kysely';
import type { EarlierDelivery } from '../../core/send/send.ts';
import type { Tables } from '../schema/tables.ts';
import { readDelivery } from './read-delivery.ts';

/** What became of the send that another one repeats, for the recipients that both have. */
export async function findEarlierDeliveries(
  db: Kysely<Tables>,
  parentId: string | null,
  sendId: string,
): Promise<readonly EarlierDelivery[]> {
  if (parentId === null) return [];
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('deliveries as again', 'again.recipient', 'deliveries.recipient')
    .leftJoin('manual_reports', 'manual_reports.delivery_id', 'deliveries.id')
    .selectAll('deliveries')
    .select(['manual_reports.said', 'manual_reports.actor_id', 'manual_reports.said_at'])
    .where('deliveries.send_id', '=', parentId)
    .where('again.send_id', '=', sendId)
    .execute();
  return rows.map(readDelivery);
}
