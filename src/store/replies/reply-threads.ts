import { type RawBuilder, sql, type Transaction } from 'kysely';
import { repliesOfPost } from '../../core/replies/posting.ts';
import { nameOfMessage } from '../../core/template/message/message.ts';
import type { SavedReply } from '../../flow/ports/store/replies/replies.ts';
import type {
  ClaimedThread,
  ThreadLedger,
  ThreadProgress,
  ThreadSend,
} from '../../flow/ports/store/replies/reply-threads.ts';
import type { Engine } from '../engine/engine.ts';
import { translateRefusals } from '../engine/translate-refusals.ts';
import { createBringThreadsForward, goOnWhenClockWentBack } from '../maintenance/clock-went-back.ts';
import { readMessage } from '../schema/codec.ts';
import type { ReplyThreadRow } from '../schema/reply-tables.ts';
import type { Tables } from '../schema/tables.ts';
import { readReply } from './read-replies.ts';

/**
 * Replies that wait to be posted, a row a thread: an outbox with a fence and a lease, as cards have. A lease that ends is taken
 * over, so at worst a reply stands in Slack twice; none is lost.
 */
export function createReplyThreads(engine: Engine, leaseMs: number): ThreadLedger {
  const goOn = goOnWhenClockWentBack(createBringThreadsForward(engine));
  return {
    async claimThread(worker) {
      const row = await claimRow(engine, worker, leaseMs);
      if (row === undefined) return undefined;
      const replies = await findWaiting(engine, row);
      const about = row.send_id === NO_SEND ? undefined : await readAbout(engine, row.send_id);
      const { fence, attempts, posts } = row;
      const waitedMs = row.now - (replies[0]?.receivedAt.getTime() ?? row.now);
      return { about, fence, attempts, posts, replies, waitedMs };
    },
    saveThread: translateRefusals(engine, (claim, progress) =>
      engine.transact((transaction) => saveThread(engine, transaction, claim, progress)),
    ),
    untilNextThread: goOn(() => untilNextThread(engine)),
  };
}

/** @returns milliseconds; undefined when no reply waits */
async function untilNextThread({ db, greatest, now }: Engine): Promise<number | undefined> {
  const freeAt = greatest(sql`not_before`, sql`coalesce(lease_until, 0)`);
  const { rows } = await sql<{ wait_ms: number | null }>`
    select min(${freeAt}) - ${now} as wait_ms from reply_threads where waiting > 0`.execute(db);
  const wait = rows[0]?.wait_ms ?? undefined;
  return wait === undefined ? undefined : Math.max(0, Number(wait));
}

/** The thread of replies that belong to no send. */
export const NO_SEND = '';

interface ClaimedRow extends ReplyThreadRow {
  readonly now: number;
}

async function claimRow(engine: Engine, worker: string, leaseMs: number): Promise<ClaimedRow | undefined> {
  const { claimLock, db, now } = engine;
  const { rows } = await sql<ClaimedRow>`
    with candidate as materialized (
      select send_id from reply_threads
      where waiting > 0 and not_before <= ${now} and (lease_until is null or lease_until <= ${now})
      order by not_before limit 1 ${claimLock}
    )
    update reply_threads set fence = fence + 1, worker = ${worker}, lease_until = ${now} + cast(${leaseMs} as integer)
    where send_id = (select send_id from candidate)
    returning *, ${now} as now`.execute(db);
  return rows[0];
}

async function findWaiting({ db }: Engine, { posts, send_id }: ReplyThreadRow): Promise<readonly SavedReply[]> {
  const rows = await db
    .selectFrom('replies')
    .selectAll()
    .where('post_state', '=', 'waiting')
    .where('send_id', send_id === NO_SEND ? 'is' : '=', send_id === NO_SEND ? null : send_id)
    .orderBy('received_at')
    .orderBy('id')
    .limit(repliesOfPost(posts))
    .execute();
  return rows.map(readReply);
}

/** The card that people see stands in the channel, or in a direct message where the channel refused it. */
async function readAbout({ db }: Engine, sendId: string): Promise<ThreadSend> {
  const send = await db
    .selectFrom('sends')
    .select(['actor_id', 'channel_id', 'message'])
    .where('id', '=', sendId)
    .executeTakeFirstOrThrow();
  const cards = await db
    .selectFrom('cards')
    .select(['role', 'message_channel_id', 'message_ts', 'state'])
    .where('send_id', '=', sendId)
    .where('role', 'in', ['channel', 'dm'])
    .execute();
  const open = cards.filter(({ state }) => state === 'open');
  const shown = open.find(({ message_ts }) => message_ts !== null);
  return {
    sendId,
    name: nameOfMessage(readMessage(send.message)),
    actorId: send.actor_id,
    channelId: send.channel_id,
    card:
      shown?.message_channel_id != null && shown.message_ts !== null
        ? { channelId: shown.message_channel_id, ts: shown.message_ts }
        : undefined,
    isCardComing: shown === undefined && open.length > 0,
  };
}

/** Locks the thread, then its replies. @returns false when another worker has claimed it */
async function saveThread(
  engine: Engine,
  transaction: Transaction<Tables>,
  { about, fence, replies }: ClaimedThread,
  progress: ThreadProgress,
): Promise<boolean> {
  const sendId = about?.sendId ?? NO_SEND;
  const done = progress.kind === 'later' ? 0 : replies.length;
  // Before it is counted what waits: a reply that another process is saving holds the thread.
  if (replies.length === 0)
    await sql`select send_id from reply_threads where send_id = ${sendId} ${engine.rowLock}`.execute(transaction);
  const { rows } = await sql`
    update reply_threads set worker = null, lease_until = null,
      waiting = ${replies.length === 0 ? countWaiting(sendId) : sql`waiting - ${sql.lit(done)}`}, posts = posts + ${sql.lit(progress.kind === 'posted' ? 1 : 0)},
      attempts = ${progress.kind === 'later' ? sql`attempts + 1` : sql.lit(0)},
      not_before = ${engine.now} + cast(${Math.ceil(waitMsAfter(progress))} as bigint)
    where send_id = ${sendId} and fence = ${fence} and worker is not null
    returning send_id`.execute(transaction);
  if (rows.length === 0) return false;
  if (done === 0) return true;
  const message = progress.kind === 'posted' ? progress.message : undefined;
  await transaction
    .updateTable('replies')
    .set({
      post_state: progress.kind === 'posted' ? 'posted' : 'counted',
      post_channel_id: message?.channelId ?? null,
      post_ts: message?.ts ?? null,
    })
    .where(
      engine.isOneOf(
        sql`id`,
        replies.map(({ id }) => id),
      ),
    )
    .execute();
  return true;
}

/** A claim that finds nothing puts the count right, which else would be claimed for ever. */
function countWaiting(sendId: string): RawBuilder<number> {
  return sql<number>`(select count(*) from replies
    where post_state = 'waiting' and coalesce(send_id, ${NO_SEND}) = ${sendId})`;
}

function waitMsAfter(progress: ThreadProgress): number {
  if (progress.kind === 'given_up') return 0;
  return progress.kind === 'later' ? progress.afterMs : progress.nextMs;
}
