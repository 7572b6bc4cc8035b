import { sql, type Transaction } from 'kysely';
import { REPLY_MATCH_WINDOW_MS } from '../../core/limits.ts';
import { otherSpellings } from '../../core/recipients/renumbering.ts';
import type { MatchedBy, Reply } from '../../core/replies/reply.ts';
import type { NewReply } from '../../flow/ports/store/replies/replies.ts';
import type { Engine } from '../engine/engine.ts';
import { messageBase } from '../schema/message-base.ts';
import type { Tables } from '../schema/tables.ts';

/** The send that a reply answers, and which of its recipients wrote it, as far as that is known. */
export interface ReplyMatch {
  readonly sendId: string | undefined;
  readonly deliveryId: string | undefined;
  /** The number that the message went to: WhatsApp may spell it in another way. */
  readonly recipient: string | undefined;
  readonly matchedBy: MatchedBy;
}

const NO_MATCH: ReplyMatch = { sendId: undefined, deliveryId: undefined, recipient: undefined, matchedBy: 'none' };

/**
 * Finds the sends that replies answer: by the message or the batch that a reply names; by the mark of the button that was
 * tapped; or else the newest message that left for its number in the last 72 hours. A reply to an answer belongs to the send
 * that was answered first. Reads in the caller's transaction and locks nothing.
 *
 * @returns one match for each, in order
 */
export async function matchReplies(
  engine: Engine,
  transaction: Transaction<Tables>,
  replies: readonly NewReply[],
): Promise<readonly ReplyMatch[]> {
  const named = await findNamed(engine, transaction, replies);
  const byName = replies.map((reply) => pickNamed(reply, named));
  const open = replies.filter((_, at) => byName[at] === undefined);
  const recent = await findRecent(engine, transaction, open);
  const matches = replies.map((reply, at) => byName[at] ?? pickRecent(reply, recent) ?? NO_MATCH);
  return toFirstSends(engine, transaction, matches);
}

interface Candidate {
  readonly id: string;
  readonly send_id: string;
  readonly batch_id: string;
  readonly token: string;
  readonly recipient: string;
  readonly message_id: string | null;
}

/** All deliveries of the batches that replies name. */
async function findNamed(
  { isOneOf }: Engine,
  transaction: Transaction<Tables>,
  replies: readonly NewReply[],
): Promise<readonly Candidate[]> {
  const bases = new Set(replies.flatMap(({ reply }) => reply.context.messageIds.map(messageBase)));
  const tokens = new Set(replies.flatMap(({ reply, markedBatch }) => [reply.context.batchToken, markedBatch]));
  const given = [...tokens].filter((token) => token !== undefined);
  if (bases.size === 0 && given.length === 0) return [];
  const { rows } = await sql<Candidate>`
    with named as (
      select batch_id as id from deliveries where ${isOneOf(sql`message_base`, [...bases])}
      union
      select id from batches where ${isOneOf(sql`token`, given)}
    )
    select deliveries.id, deliveries.send_id, deliveries.batch_id, batches.token, recipient, message_id
    from named join batches on batches.id = named.id join deliveries on deliveries.batch_id = batches.id
    order by deliveries.id`.execute(transaction);
  return rows;
}

function pickNamed({ reply, markedBatch }: NewReply, candidates: readonly Candidate[]): ReplyMatch | undefined {
  const { messageIds, batchToken } = reply.context;
  const whole = candidates.find(({ message_id: id }) => id !== null && messageIds.includes(id));
  if (whole !== undefined) return matchOf(whole, 'context');
  const bases = messageIds.map(messageBase);
  const inContext = candidates.filter(
    ({ message_id: id, token }) => token === batchToken || (id !== null && bases.includes(messageBase(id))),
  );
  const ofMark = candidates.filter(({ token }) => token === markedBatch);
  return pickInBatch(reply, inContext, 'context') ?? pickInBatch(reply, ofMark, 'payload');
}

/** In a batch of several the number says who wrote; where it says nothing, the send is known and its recipient is not. */
function pickInBatch(reply: Reply, batch: readonly Candidate[], matchedBy: MatchedBy): ReplyMatch | undefined {
  const [first] = batch;
  if (first === undefined) return undefined;
  const numbers = spellingsOf(reply);
  const writer = batch.find(({ recipient }) => numbers.includes(recipient));
  if (writer !== undefined) return matchOf(writer, matchedBy);
  if (batch.length === 1) return matchOf(first, matchedBy);
  return { sendId: first.send_id, deliveryId: undefined, recipient: undefined, matchedBy };
}

function matchOf({ id, send_id, recipient }: Recent, matchedBy: MatchedBy): ReplyMatch {
  return { sendId: send_id, deliveryId: id, recipient, matchedBy };
}

/** The numbers under which the writer may have been written to, as E.164; none for a person who is named by an ID. */
export function spellingsOf({ from }: Pick<Reply, 'from'>): readonly string[] {
  return from === undefined ? [] : [from, ...otherSpellings(from.slice(1)).map((digits) => `+${digits}`)];
}

interface Recent {
  readonly id: string;
  readonly send_id: string;
  readonly recipient: string;
}

interface RecentOfWriter extends Recent {
  readonly writer: string;
}

/**
 * A message that its recipient has, or may have. Written as what it is not: for a list of what it is, PostgreSQL reads every delivery
 * by its status rather than the few to one number.
 */
const MAY_BE_ON_A_PHONE = sql`deliveries.status not in ('queued', 'cancelled', 'rejected', 'failed')`;

/** The newest message to each spelling of each writer's number, from the number that was written to. */
async function findRecent(
  { joinEach, now, tableOf }: Engine,
  transaction: Transaction<Tables>,
  replies: readonly NewReply[],
): Promise<readonly RecentOfWriter[]> {
  const writers = new Map(
    replies.flatMap(({ reply }) =>
      spellingsOf(reply).map((number) => [
        `${writerKey(reply)} ${number}`,
        { writer: writerKey(reply), number, sender: reply.sender ?? null },
      ]),
    ),
  );
  if (writers.size === 0) return [];
  const newest = sql`
    select deliveries.id as id from deliveries join sends on sends.id = deliveries.send_id
    where deliveries.recipient = writer.number and (writer.sender is null or sends.sender = writer.sender)
      and ${MAY_BE_ON_A_PHONE} and deliveries.changed_at > ${now} - ${sql.lit(REPLY_MATCH_WINDOW_MS)}
    order by deliveries.send_id desc limit 1`;
  const { rows } = await sql<RecentOfWriter>`
    select writer.writer as writer, deliveries.id, deliveries.send_id, deliveries.recipient
    from ${tableOf('writer', { writer: 'text', number: 'text', sender: 'text' }, [...writers.values()])}
    ${joinEach('newest', newest)} join deliveries on deliveries.id = newest.value
    order by deliveries.send_id desc`.execute(transaction);
  return rows;
}

/** @param recent the newest first */
function pickRecent({ reply }: NewReply, recent: readonly RecentOfWriter[]): ReplyMatch | undefined {
  const key = writerKey(reply);
  const newest = recent.find(({ writer }) => writer === key);
  return newest && matchOf(newest, 'recent');
}

function writerKey({ writer, sender }: Reply): string {
  return `${writer} ${sender ?? ''}`;
}

/** An answer is a send of its own, in the thread of the reply that it answers: what comes back on it belongs there too. */
async function toFirstSends(
  { isOneOf }: Engine,
  transaction: Transaction<Tables>,
  matches: readonly ReplyMatch[],
): Promise<readonly ReplyMatch[]> {
  const sendIds = new Set(matches.flatMap(({ sendId }) => sendId ?? []));
  if (sendIds.size === 0) return matches;
  const { rows } = await sql<{ id: string; first_send: string | null; first_delivery: string | null }>`
    select sends.id, replies.send_id as first_send, replies.delivery_id as first_delivery
    from sends left join replies on replies.id = sends.answers_reply_id
    where sends.answers_reply_id is not null and ${isOneOf(sql`sends.id`, [...sendIds])}`.execute(transaction);
  const answers = new Map(rows.map((row) => [row.id, row]));
  return matches.map((match) => {
    const answer = answers.get(match.sendId ?? '');
    if (answer === undefined) return match;
    if (answer.first_send === null) return { ...NO_MATCH, recipient: match.recipient };
    return { ...match, sendId: answer.first_send, deliveryId: answer.first_delivery ?? undefined };
  });
}
