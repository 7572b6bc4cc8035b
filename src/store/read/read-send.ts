import type { Kysely, Selectable } from 'kysely';
import type { Delivery } from '../../core/send/delivery/delivery.ts';
import { countStatuses } from '../../core/send/delivery/status.ts';
import { type EarlierDelivery, MAX_LISTED_ROWS, type Send, type SendHead } from '../../core/send/send.ts';
import type { SendStateChange } from '../../core/send/send-state.ts';
import type { Engine } from '../engine/engine.ts';
import { readMessage, readPhoneNumber, readTemplate, readWarning } from '../schema/codec.ts';
import type { SendRow, Tables } from '../schema/tables.ts';
import { readApproval } from './approval.ts';
import { createListProgress } from './list-progress.ts';
import { createCurrentPause } from './pause.ts';
import { createReadQuietWaits } from './quiet-waits.ts';
import { readDelivery, selectDeliveries } from './read-delivery.ts';
import { readTally } from './reply-tally.ts';
import { createFindWaiting } from './waiting.ts';

/** Gives a send by its ID, whoever asks; undefined when there is none. */
export type FindSend = (sendId: string) => Promise<Send | undefined>;

/** Gives a send by its ID without its deliveries, whoever asks; undefined when there is none. */
export function createReadHead(engine: Engine): (sendId: string) => Promise<SendHead | undefined> {
  return async (sendId) => {
    const found = await readWithRepeats(engine.db, sendId);
    return found && { ...headOf(found), ...(await approvalOf(engine, found)) };
  };
}

/**
 * Reads without a transaction, the send before its deliveries: what a card shows may then be newer than the version it is
 * shown as, and is shown again, but never older.
 */
export function createFindSend(engine: Engine, messagesPerSecond: number): FindSend {
  const { db } = engine;
  const readListProgress = createListProgress(engine);
  const readWaits = createReadWaits(engine, messagesPerSecond);
  return async (sendId): Promise<Send | undefined> => {
    const found = await readWithRepeats(db, sendId);
    if (found === undefined) return undefined;
    const list = await readListProgress(found.row);
    const { deliveries, earlier } = await readRows(db, found.row, list?.rows ?? 0);
    const counts = list?.counts ?? countStatuses(deliveries);
    const waits = counts.queued > 0 ? await readWaits(found.row, list !== undefined) : {};
    const replies = await readTally(db, sendId);
    return {
      ...headOf(found),
      ...(await approvalOf(engine, found)),
      recipients: deliveries.map(({ recipient }) => recipient),
      deliveries,
      earlier,
      ...(list !== undefined && { list }),
      ...(replies !== undefined && { replies }),
      ...waits,
    };
  };
}

type Waits = Pick<Send, 'pausedBy' | 'quietWaits' | 'waiting'>;

/** Reads what the queued deliveries of a send wait for. */
function createReadWaits(
  engine: Engine,
  messagesPerSecond: number,
): (send: Selectable<SendRow>, isList: boolean) => Promise<Waits> {
  const currentPause = createCurrentPause(engine);
  const findWaiting = createFindWaiting(engine, messagesPerSecond);
  const readQuietWaits = createReadQuietWaits(engine);
  return async ({ id, state }, isList) => {
    // What was stopped waits for nothing; what holds up a send is its own state, which `change` says.
    if (state === 'stopped' || state === 'held') return {};
    const pausedBy = await currentPause();
    const isLeaving = state === 'sending' || state === 'trial';
    const quietWaits = isLeaving ? await readQuietWaits(id) : [];
    return {
      pausedBy,
      waiting: pausedBy === undefined && !isList ? await findWaiting(id) : undefined,
      ...(quietWaits.length > 0 && { quietWaits }),
    };
  };
}

interface SendRows {
  readonly row: Selectable<SendRow>;
  /** The sends that send it again. */
  readonly repeats: readonly Selectable<SendRow>[];
}

async function readWithRepeats(db: Kysely<Tables>, sendId: string): Promise<SendRows | undefined> {
  const rows = await db
    .selectFrom('sends')
    .selectAll()
    .where((where) => where.or([where('id', '=', sendId), where('parent_id', '=', sendId)]))
    .orderBy('created_at')
    .execute();
  const row = rows.find(({ id }) => id === sendId);
  return row && { row, repeats: rows.filter((one) => one !== row && isConfirmed(one)) };
}

async function approvalOf(engine: Engine, { row }: SendRows): Promise<Pick<SendHead, 'approval'>> {
  const approval = await readApproval(engine, row);
  return approval === undefined ? {} : { approval };
}

function headOf({ row, repeats }: SendRows): SendHead {
  return {
    id: row.id,
    teamId: row.team_id,
    channelId: row.channel_id,
    actorId: row.actor_id,
    template: readTemplate(row.template),
    message: readMessage(row.message),
    sender: readPhoneNumber(row.sender),
    parentId: row.parent_id ?? undefined,
    createdAt: new Date(row.created_at),
    version: row.version,
    warning: readWarning(row.warning),
    reportsExpected: row.reports_expected === 1,
    repeatedBy: repeats.map(({ id }) => id),
    ...(row.opt_out_exception !== null && { optOutException: row.opt_out_exception }),
    ...changeOf(row),
  };
}

/** @param listRows how many rows a list has; those of a long one are not read */
async function readRows(
  db: Kysely<Tables>,
  { id, parent_id }: Selectable<SendRow>,
  listRows: number,
): Promise<{ readonly deliveries: readonly Delivery[]; readonly earlier: readonly EarlierDelivery[] }> {
  if (listRows > MAX_LISTED_ROWS) return { deliveries: [], earlier: [] };
  const rows = await selectDeliveries(db).where('send_id', '=', id).orderBy('position').execute();
  return { deliveries: rows.map(readDelivery), earlier: await findEarlierDeliveries(db, parent_id, id) };
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
    ...(row.on_their_way !== null && { onTheirWay: row.on_their_way }),
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
