import { type Kysely, sql, type Transaction } from 'kysely';
import { ANSWER_WINDOW_MS } from '../../core/limits.ts';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import { isTemplateMessage } from '../../core/template/message/message.ts';
import type { Answers, Conversation, GivenAnswer } from '../../flow/ports/store/replies/answers.ts';
import type { SavedReply } from '../../flow/ports/store/replies/replies.ts';
import type { Engine } from '../engine/engine.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { readMessage, readPhoneNumber } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import { spellingsOf } from './match-replies.ts';
import { readReply } from './read-replies.ts';

type Database = Kysely<Tables> | Transaction<Tables>;

/** Reads without a transaction what a person sees before they answer; accepting the answer decides. */
export function createFindConversation(engine: Engine, keyOf: NumberKeyOf): Answers['findConversation'] {
  return async (replyId) => {
    const { db } = engine;
    const row = await db.selectFrom('replies').selectAll().where('id', '=', replyId).executeTakeFirst();
    if (row === undefined) return undefined;
    const reply = readReply(row);
    const send = await findSendOf(db, reply);
    const sender = reply.sender ?? send?.sender;
    const { openUntil, now } = await findWindow(engine, db, keyOf, { number: reply.from, sender });
    return {
      reply,
      sender,
      openUntil,
      now,
      lastAnswer: await findLastAnswer(engine, db, reply.from),
      isOptedOut: await isOptedOut(engine, db, keyOf, reply.from),
      thread: await findThread(db, reply),
      channelId: send?.channelId ?? reply.post?.channelId,
    };
  };
}

/** Who writes with whom. */
export interface Writers {
  /** Undefined for a person who is named by an ID alone: there is no one to answer. */
  readonly number: PhoneNumber | undefined;
  /** Undefined where it is not known; then any of ours counts. */
  readonly sender: PhoneNumber | undefined;
}

/**
 * WhatsApp takes a text for 24 hours after the person last wrote to this business number. Their clock and the provider's may be
 * ahead: what was written counts from when it came, at the latest.
 */
export async function findWindow(
  engine: Engine,
  db: Database,
  keyOf: NumberKeyOf,
  { number, sender }: Writers,
): Promise<{ readonly openUntil: Date | undefined; readonly now: Date }> {
  const keys = spellingsOf({ from: number }).map(keyOf);
  const { rows } = await sql<{ written_at: number | null; now: number }>`
    select (select max(case when written_at < received_at then written_at else received_at end) from replies
      where ${engine.isOneOf(sql`recipient_key`, keys)}
        and (sender = ${sender ?? null} or sender is null or ${sql.lit(sender === undefined ? 1 : 0)} = 1)) as written_at,
      ${engine.now} as now`.execute(db);
  const writtenAt = rows[0]?.written_at ?? null;
  return {
    openUntil: writtenAt === null ? undefined : new Date(Number(writtenAt) + ANSWER_WINDOW_MS),
    now: new Date(Number(rows[0]?.now)),
  };
}

interface AnswerRow {
  readonly actor_id: string;
  readonly created_at: number;
  readonly message: string;
}

/** The latest answer to this number in any of its spellings. */
export async function findLastAnswer(
  { isOneOf }: Engine,
  db: Database,
  number: PhoneNumber | undefined,
  { exceptSendId = '' }: { readonly exceptSendId?: string } = {},
): Promise<GivenAnswer | undefined> {
  const { rows } = await sql<AnswerRow>`
    select sends.actor_id, sends.created_at, sends.message
    from deliveries join sends on sends.id = deliveries.send_id
    where ${isOneOf(sql`deliveries.recipient`, spellingsOf({ from: number }))} and sends.answers_reply_id is not null
      and sends.id <> ${exceptSendId} and deliveries.status not in ('cancelled', 'rejected', 'failed')
    order by sends.created_at desc, sends.id desc limit 1`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const message = readMessage(row.message);
  return {
    by: row.actor_id,
    at: new Date(row.created_at),
    text: isTemplateMessage(message) ? '' : message.text,
  };
}

/** Whether the person said no to every message. */
export async function isOptedOut(
  { isOneOf }: Engine,
  db: Database,
  keyOf: NumberKeyOf,
  number: PhoneNumber | undefined,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from opt_outs
    where ${isOneOf(sql`number_key`, spellingsOf({ from: number }).map(keyOf))} and scope = 'all' and lifted_at is null
    limit 1`.execute(db);
  return rows.length > 0;
}

async function findSendOf(
  db: Database,
  { sendId }: SavedReply,
): Promise<{ readonly sender: PhoneNumber; readonly channelId: string } | undefined> {
  if (sendId === undefined) return undefined;
  const row = await db.selectFrom('sends').select(['sender', 'channel_id']).where('id', '=', sendId).executeTakeFirst();
  return row && { sender: readPhoneNumber(row.sender), channelId: row.channel_id };
}

/** The card in whose thread the reply stands; where it stands in none, the reply's own post. */
async function findThread(db: Database, { post, sendId }: SavedReply): Promise<Conversation['thread']> {
  if (post === undefined || sendId === undefined) return post;
  const card = await db
    .selectFrom('cards')
    .select('message_ts')
    .where('send_id', '=', sendId)
    .where('role', 'in', ['channel', 'dm'])
    .where('message_channel_id', '=', post.channelId)
    .executeTakeFirst();
  return card?.message_ts == null ? post : { channelId: post.channelId, ts: card.message_ts };
}
