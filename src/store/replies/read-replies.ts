import { type Kysely, sql } from 'kysely';
import { parsePhoneNumber } from '../../core/recipients/phone-number.ts';
import type { RecipientAnswer, ReplyReader, SavedReply } from '../../flow/ports/store/replies/replies.ts';
import type { Engine } from '../engine/engine.ts';
import { latestOfEach, readTally } from '../read/reply-tally.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { readPhoneNumber } from '../schema/codec.ts';
import type { ReplyRow } from '../schema/reply-tables.ts';
import type { Tables } from '../schema/tables.ts';
import { spellingsOf } from './match-replies.ts';

export function createReplyReader(engine: Engine, keyOf: NumberKeyOf): ReplyReader {
  const { db } = engine;
  return {
    async findReply(id) {
      const row = await db.selectFrom('replies').selectAll().where('id', '=', id).executeTakeFirst();
      return row && readReply(row);
    },
    tallyOf: (sendId) => readTally(db, sendId),
    async repliesOf(sendId, { after, limit }) {
      const from = after && sql<boolean>`(received_at, id) > (${after.receivedAt.getTime()}, ${after.id})`;
      const rows = await db
        .selectFrom('replies')
        .selectAll()
        .where('send_id', '=', sendId)
        .where(from ?? sql<boolean>`1 = 1`)
        .orderBy('received_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(readReply);
    },
    answersOf: (sendId, page) => readAnswers(db, sendId, page),
    async lastWrittenAt({ sender, number }) {
      const keys = spellingsOf({ from: number }).map(keyOf);
      const { rows } = await sql<{ at: number | null }>`
        select max(written_at) as at from replies
        where ${engine.isOneOf(sql`recipient_key`, keys)} and (sender = ${sender} or sender is null)`.execute(db);
      const at = rows[0]?.at ?? null;
      return at === null ? undefined : new Date(Number(at));
    },
  };
}

interface AnswerRow {
  readonly delivery_id: string;
  readonly recipient: string;
  readonly reply_id: string | null;
  readonly kind: SavedReply['kind'] | null;
  readonly text: string | null;
  readonly name: string | null;
  readonly written_at: number | null;
}

/** The ID of a delivery is its send's with its position, which is what orders them. */
async function readAnswers(
  db: Kysely<Tables>,
  sendId: string,
  { after, limit }: Parameters<ReplyReader['answersOf']>[1],
): Promise<readonly RecipientAnswer[]> {
  const { rows } = await sql<AnswerRow>`
    with answers as (${latestOfEach(sendId)})
    select deliveries.id as delivery_id, deliveries.recipient, answers.id as reply_id, answers.kind, answers.text,
      answers.name, answers.written_at
    from deliveries left join answers on answers.delivery_id = deliveries.id
    where deliveries.send_id = ${sendId}
      and deliveries.position > coalesce((select position from deliveries where id = ${after ?? ''}), -1)
    order by deliveries.position limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ delivery_id, recipient, reply_id, kind, text, name, written_at }) => ({
    deliveryId: delivery_id,
    recipient: readPhoneNumber(recipient),
    reply:
      reply_id === null || kind === null || written_at === null
        ? undefined
        : {
            id: reply_id,
            kind,
            text: text ?? undefined,
            name: name ?? undefined,
            writtenAt: new Date(Number(written_at)),
          },
  }));
}

/** @returns what a row says; a writer who is named by an ID has no number */
export function readReply(row: ReplyRow): SavedReply {
  const from = parsePhoneNumber(row.recipient);
  return {
    id: row.id,
    writtenAt: new Date(row.written_at),
    receivedAt: new Date(row.received_at),
    sender: row.sender === null ? undefined : readPhoneNumber(row.sender),
    from: from.ok ? from.value : undefined,
    writer: from.ok ? from.value.slice(1) : row.recipient,
    name: row.name ?? undefined,
    kind: row.kind,
    text: row.text ?? undefined,
    payload: row.payload ?? undefined,
    media: row.media_url === null ? undefined : { url: row.media_url, type: row.media_type ?? undefined },
    sendId: row.send_id ?? undefined,
    deliveryId: row.delivery_id ?? undefined,
    matchedBy: row.matched_by,
    optOut: row.opt_out ?? undefined,
    post:
      row.post_channel_id === null || row.post_ts === null
        ? undefined
        : { channelId: row.post_channel_id, ts: row.post_ts },
    answer:
      row.answered_by === null || row.answered_at === null
        ? undefined
        : { by: row.answered_by, at: new Date(row.answered_at) },
  };
}
