import type { Kysely } from 'kysely';
import type { Cancellation } from '../../core/send/cancellation.ts';
import type { EarlierDelivery, Send } from '../../core/send/send.ts';
import type { Engine } from '../engine/engine.ts';
import { readMessage, readPhoneNumber, readTemplate, readWarning } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import { createCurrentPause } from './pause.ts';
import { readDelivery, selectDeliveries } from './read-delivery.ts';
import { createFindWaiting } from './waiting.ts';

/** Gives a send by its ID, whoever asks; undefined when there is none. */
export type FindSend = (sendId: string) => Promise<Send | undefined>;

/**
 * Reads without a transaction, the send before its deliveries: what a card shows may then be newer than the version it is
 * shown as, and is shown again, but never older.
 */
export function createFindSend(engine: Engine, messagesPerSecond: number): FindSend {
  const { db } = engine;
  const currentPause = createCurrentPause(engine);
  const findWaiting = createFindWaiting(engine, messagesPerSecond);
  return async (sendId): Promise<Send | undefined> => {
    const withRepeats = await db
      .selectFrom('sends')
      .selectAll()
      .where((where) => where.or([where('id', '=', sendId), where('parent_id', '=', sendId)]))
      .orderBy('created_at')
      .execute();
    const row = withRepeats.find(({ id }) => id === sendId);
    if (row === undefined) return undefined;
    const rows = await selectDeliveries(db).where('send_id', '=', sendId).orderBy('position').execute();
    const deliveries = rows.map(readDelivery);
    const isWaiting = deliveries.some(({ status }) => status === 'queued');
    const pausedBy = isWaiting ? await currentPause() : undefined;
    return {
      id: row.id,
      teamId: row.team_id,
      channelId: row.channel_id,
      actorId: row.actor_id,
      template: readTemplate(row.template),
      message: readMessage(row.message),
      sender: readPhoneNumber(row.sender),
      recipients: deliveries.map(({ recipient }) => recipient),
      parentId: row.parent_id ?? undefined,
      createdAt: new Date(row.created_at),
      version: row.version,
      warning: readWarning(row.warning),
      reportsExpected: row.reports_expected === 1,
      deliveries,
      earlier: await findEarlierDeliveries(db, row.parent_id, sendId),
      repeatedBy: withRepeats.filter((one) => one !== row).map(({ id }) => id),
      pausedBy,
      waiting: isWaiting && pausedBy === undefined ? await findWaiting(sendId) : undefined,
      cancellation: deliveries.some(({ status }) => status === 'cancelled')
        ? await findCancellation(db, sendId)
        : undefined,
    };
  };
}

async function findCancellation(db: Kysely<Tables>, sendId: string): Promise<Cancellation | undefined> {
  const row = await db.selectFrom('cancellations').selectAll().where('send_id', '=', sendId).executeTakeFirst();
  return row && { by: row.actor_id, at: new Date(row.cancelled_at), onTheirWay: row.on_their_way };
}

/** The deliveries of the send that this one repeats, to the recipients that both have. */
async function findEarlierDeliveries(
  db: Kysely<Tables>,
  parentId: string | null,
  sendId: string,
): Promise<readonly EarlierDelivery[]> {
  if (parentId === null) return [];
  const rows = await selectDeliveries(db)
    .innerJoin('deliveries as again', 'again.recipient', 'deliveries.recipient')
    .where('deliveries.send_id', '=', parentId)
    .where('again.send_id', '=', sendId)
    .execute();
  return rows.map(readDelivery);
}
