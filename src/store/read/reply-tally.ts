import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ReplyTally } from '../../core/replies/tally.ts';
import type { ReplyRow } from '../schema/reply-tables.ts';
import type { Tables } from '../schema/tables.ts';

/** Selects the latest that each recipient of a send wrote or tapped; a tap counts before words, and a reaction last. */
export function latestOfEach(sendId: string): RawBuilder<ReplyRow> {
  return sql<ReplyRow>`
    select * from (
      select replies.*, row_number() over (
        partition by delivery_id
        order by case kind when 'button' then 0 when 'choice' then 0 when 'reaction' then 2 else 1 end,
          written_at desc, received_at desc, id desc
      ) as place
      from replies where send_id = ${sendId} and delivery_id is not null
    ) as placed where place = 1`;
}

interface AnswerRow {
  readonly text: string | null;
  readonly people: number;
}

/** What the message reached, as far as is known. */
const REACHED = sql`deliveries.status in ('accepted', 'sent', 'delivered', 'read')`;

/** Counts what came back on a send. One row of its thread says whether there is anything to count. */
export async function readTally(db: Kysely<Tables>, sendId: string): Promise<ReplyTally | undefined> {
  const thread = await db
    .selectFrom('reply_threads')
    .select('replies')
    .where('send_id', '=', sendId)
    .executeTakeFirst();
  if (thread === undefined || thread.replies === 0) return undefined;
  const answers = await sql<AnswerRow>`
    with answers as (${latestOfEach(sendId)})
    select text, count(*) as people from answers
    where kind in ('button', 'choice') and text is not null group by text order by people desc, text`.execute(db);
  const silent = await sql<{ count: number }>`
    select count(*) as count from deliveries
    where send_id = ${sendId} and ${REACHED}
      and not exists (select 1 from replies where replies.delivery_id = deliveries.id)`.execute(db);
  return {
    replies: Number(thread.replies),
    answers: answers.rows.map(({ text, people }) => ({ text: text ?? '', people: Number(people) })),
    silent: Number(silent.rows[0]?.count ?? 0),
  };
}
