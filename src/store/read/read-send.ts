import type { Kysely, Selectable } from 'kysely';
import type { Delivery } from '../../core/send/delivery.ts';
import { type EarlierDelivery, MAX_LISTED_ROWS, type Send } from '../../core/send/send.ts';
import type { SendStateChange } from '../../core/send/send-state.ts';
import type { Engine } from '../engine/engine.ts';
import { readMessage, readPhoneNumber, readTemplate, readWarning } from '../schema/codec.ts';
import type { SendRow, Tables } from '../schema/tables.ts';
import { createListProgress } from './list-progress.ts';
import { createCurrentPause } from './pause.ts';
import { readDelivery, selectDeliveries } from './read-delivery.ts';

/** Gives a send by its ID, whoever asks; undefined when there is none. */
export type FindSend = (sendId: string) => Promise<Send | undefined>;

/**
 * Reads without a transaction, the send before its deliveries: what a card shows may then be newer than the version it is
 * shown as, and is shown again, but never older.
 */
export function createFindSend(engine: Engine): FindSend {
  const { db } = engine;
  const currentPause = createCurrentPause(engine);
  const readListProgress = createListProgress(engine);
  return async (sendId): Promise<Send | undefined> => {
    const withRepeats = await db
      .selectFrom('sends')
      .selectAll()
      .where((where) => where.or([where('id', '=', sendId), where('parent_id', '=', sendId)]))
      .orderBy('created_at')
      .execute();
    const row = withRepeats.find(({ id }) => id === sendId);
    if (row === undefined) return undefined;
    const list = await readListProgress(row);
    const isLong = list !== undefined && list.rows > MAX_LISTED_ROWS;
    const deliveries = isLong ? [] : await readDeliveries(db, sendId);
    const isWaiting =
      list === undefined ? deliveries.some(({ status }) => status === 'queued') : list.counts.queued > 0;
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
      earlier: isLong ? [] : await findEarlierDeliveries(db, row.parent_id, sendId),
      repeatedBy: withRepeats.filter((one) => one !== row && isConfirmed(one)).map(({ id }) => id),
      ...changeOf(row),
      ...(list !== undefined && { list }),
      pausedBy: isWaiting ? await currentPause() : undefined,
    };
  };
}

async function readDeliveries(db: Kysely<Tables>, sendId: string): Promise<readonly Delivery[]> {
  const rows = await selectDeliveries(db).where('send_id', '=', sendId).orderBy('position').execute();
  return rows.map(readDelivery);
}

/** A plan names its parent before anyone confirms it. */
function isConfirmed({ state }: Selectable<SendRow>): boolean {
  return state !== 'planned' && state !== 'discarded';
}

function changeOf(row: Selectable<SendRow>): { readonly change?: SendStateChange } {
  if (row.state_at === null || row.state === 'sending') return {};
  const change = {
    state: row.state,
    by: row.state_by ?? undefined,
    at: new Date(row.state_at),
    // That a stopped send still has rows to mark is nothing for people.
    reason: row.state === 'stopped' ? undefined : (row.state_reason ?? undefined),
  };
  return { change };
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
