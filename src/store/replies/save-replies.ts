import { sql, type Transaction } from 'kysely';
import { MAX_REPLIES_OF_NUMBER_A_DAY } from '../../core/limits.ts';
import type { NewReply, ReplyLedger, ReplyOutcome } from '../../flow/ports/store/replies/replies.ts';
import { bumpVersions } from '../cards/bump-version.ts';
import { coalesce } from '../coalesce/coalesce.ts';
import type { Engine } from '../engine/engine.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import type { Tables } from '../schema/tables.ts';
import { matchReplies, type ReplyMatch } from './match-replies.ts';
import { saveOptOutsSaid } from './opt-outs-said.ts';
import { NO_SEND } from './reply-threads.ts';

/** Few transactions take many replies, and each still ends within milliseconds. */
const MAX_CALLS_TOGETHER = 64;
const DAY_MS = 24 * 60 * 60 * 1_000;

type Unmatched = Parameters<ReplyLedger['saveReplies']>[1];

/** A reply on its way into the ledger. */
interface Incoming {
  readonly given: NewReply;
  readonly key: string;
  readonly match: ReplyMatch;
  readonly postState: 'waiting' | 'counted';
}

/**
 * Saves replies, counts them at their threads, and has the cards of their sends show it. The replies of one call are saved
 * together or not at all; one that is saved twice changes nothing. What people say of opting out is saved with it.
 *
 * Calls of the same time share a transaction. It writes replies, then opt-outs, then threads, then sends, each in the order of
 * their keys.
 */
export function createSaveReplies(engine: Engine, keyOf: NumberKeyOf): ReplyLedger['saveReplies'] {
  const save = coalesce(
    { maxCalls: MAX_CALLS_TOGETHER, isolateFailures: true },
    async (calls: readonly { readonly replies: readonly NewReply[]; readonly unmatched: Unmatched }[]) => {
      const given = calls.flatMap(({ replies, unmatched }) => replies.map((one) => ({ ...one, unmatched })));
      const outcomes = await engine.transact((transaction) => saveAll(engine, transaction, keyOf, given));
      return calls.map(({ replies }) => outcomes.splice(0, replies.length));
    },
  );
  return (replies, unmatched) => (replies.length === 0 ? Promise.resolve([]) : save({ replies, unmatched }));
}

async function saveAll(
  engine: Engine,
  transaction: Transaction<Tables>,
  keyOf: NumberKeyOf,
  given: readonly (NewReply & { readonly unmatched: Unmatched })[],
): Promise<ReplyOutcome[]> {
  const known = await findKnown(engine, transaction, given);
  const fresh = [
    ...new Map(given.filter(({ reply }) => !known.has(reply.id)).map((one) => [one.reply.id, one])).values(),
  ];
  const matches = await matchReplies(engine, transaction, fresh);
  const incoming = fresh.map((one, at): Incoming => {
    const match = matches[at] ?? { sendId: undefined, deliveryId: undefined, recipient: undefined, matchedBy: 'none' };
    return {
      given: one,
      key: keyOf(one.reply.from ?? one.reply.writer),
      match,
      postState: match.sendId === undefined ? one.unmatched : 'waiting',
    };
  });
  const kept = await withoutFloods(engine, transaction, incoming);
  const inserted = await insertReplies(engine, transaction, kept);
  const added = incoming.filter((one) => !kept.includes(one) || inserted.has(one.given.reply.id));
  await saveOptOutsSaid(engine, transaction, keyOf, added);
  await countAtThreads(
    engine,
    transaction,
    added.map((one) => ({ ...one, isKept: kept.includes(one) })),
  );
  await bumpVersions(engine, transaction, [...new Set(added.flatMap(({ match }) => match.sendId ?? []))]);
  const byId = new Map(added.map((one) => [one.given.reply.id, one]));
  return given.map(({ reply }) => {
    const one = byId.get(reply.id);
    if (one === undefined) return { kind: 'known', matchedBy: known.get(reply.id) ?? 'none' };
    byId.delete(reply.id);
    return { kind: kept.includes(one) ? 'saved' : 'too_many', matchedBy: one.match.matchedBy };
  });
}

async function findKnown(
  { isOneOf }: Engine,
  transaction: Transaction<Tables>,
  given: readonly NewReply[],
): Promise<ReadonlyMap<string, ReplyOutcome['matchedBy']>> {
  const ids = given.map(({ reply }) => reply.id);
  const { rows } = await sql<{ id: string; matched_by: ReplyOutcome['matchedBy'] }>`
    select id, matched_by from replies where ${isOneOf(sql`id`, ids)}`.execute(transaction);
  return new Map(rows.map(({ id, matched_by }) => [id, matched_by]));
}

/** Keeps of each person's replies as many as they may still write today. */
async function withoutFloods(
  { isOneOf, now }: Engine,
  transaction: Transaction<Tables>,
  incoming: readonly Incoming[],
): Promise<readonly Incoming[]> {
  if (incoming.length === 0) return [];
  const { rows } = await sql<{ recipient_key: string; count: number }>`
    select recipient_key, count(*) as count from replies
    where ${isOneOf(sql`recipient_key`, [...new Set(incoming.map(({ key }) => key))])}
      and received_at > ${now} - ${sql.lit(DAY_MS)}
    group by recipient_key`.execute(transaction);
  const counts = new Map(rows.map(({ recipient_key, count }) => [recipient_key, Number(count)]));
  return incoming.filter(({ key }) => {
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count < MAX_REPLIES_OF_NUMBER_A_DAY;
  });
}

const REPLY = {
  id: 'text',
  written_at: 'bigint',
  sender: 'text',
  recipient: 'text',
  recipient_key: 'text',
  name: 'text',
  kind: 'text',
  text: 'text',
  payload: 'text',
  media_url: 'text',
  media_type: 'text',
  send_id: 'text',
  delivery_id: 'text',
  matched_by: 'text',
  opt_out: 'text',
  post_state: 'text',
} as const;

/** @returns the IDs of those that were not there: another process may have saved one meanwhile */
async function insertReplies(
  { now, tableOf }: Engine,
  transaction: Transaction<Tables>,
  incoming: readonly Incoming[],
): Promise<ReadonlySet<string>> {
  if (incoming.length === 0) return new Set();
  const rows = incoming.map(rowOf).sort((a, b) => (a.id < b.id ? -1 : 1));
  const columns = sql.join(Object.keys(REPLY).map((column) => sql.ref(column)));
  const inserted = await sql<{ id: string }>`
    insert into replies (received_at, ${columns})
    select ${now}, ${columns} from ${tableOf('reply', REPLY, rows)} where true
    on conflict (id) do nothing returning id`.execute(transaction);
  return new Set(inserted.rows.map(({ id }) => id));
}

function rowOf({ given: { reply, optOut }, key, match, postState }: Incoming) {
  return {
    id: reply.id,
    written_at: reply.writtenAt.getTime(),
    sender: reply.sender ?? null,
    recipient: reply.from ?? reply.writer,
    recipient_key: key,
    name: reply.name ?? null,
    kind: reply.kind,
    text: reply.text ?? null,
    payload: reply.payload ?? null,
    media_url: reply.media?.url ?? null,
    media_type: reply.media?.type ?? null,
    send_id: match.sendId ?? null,
    delivery_id: match.deliveryId ?? null,
    matched_by: match.matchedBy,
    opt_out: optOut?.kind ?? null,
    post_state: postState,
  };
}

/** What is too much is counted, and waits for nothing. */
async function countAtThreads(
  { now, tableOf }: Engine,
  transaction: Transaction<Tables>,
  added: readonly (Incoming & { readonly isKept: boolean })[],
): Promise<void> {
  if (added.length === 0) return;
  const threads = new Map<string, { replies: number; waiting: number }>();
  for (const { match, postState, isKept } of added) {
    const { replies, waiting } = threads.get(match.sendId ?? NO_SEND) ?? { replies: 0, waiting: 0 };
    const more = isKept && postState === 'waiting' ? 1 : 0;
    threads.set(match.sendId ?? NO_SEND, { replies: replies + 1, waiting: waiting + more });
  }
  const rows = [...threads].map(([send_id, counts]) => ({ send_id, ...counts }));
  await sql`
    insert into reply_threads (send_id, replies, waiting, not_before)
    select send_id, replies, waiting, ${now}
    from ${tableOf('thread', { send_id: 'text', replies: 'integer', waiting: 'integer' }, rows)}
    where true order by send_id
    on conflict (send_id) do update set replies = reply_threads.replies + excluded.replies,
      waiting = reply_threads.waiting + excluded.waiting`.execute(transaction);
}
