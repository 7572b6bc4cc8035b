import { hash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { encodeTime } from 'ulid';
import { DRAFT_LIFE_MS } from '../../core/limits.ts';
import type { DeliveryStatus } from '../../core/send/delivery/status.ts';
import { isTemplateMessage, type Message } from '../../core/template/message/message.ts';
import type { FindRepeats, Repeat, RepeatedOrder, RepeatGuard } from '../../flow/ports/store/repeats.ts';
import type { Engine } from '../engine/engine.ts';
import { IS_CONFIRMED } from '../read/confirmed.ts';
import { readPhoneNumber, write } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';

/** More than the form takes recipients. One recipient may have several repeats; beyond this many the oldest are left out. */
const MAX_REPEATS = 500;

/** A list is as old as its plan when it is confirmed; and the clocks of two processes may differ a little. */
const MAX_AGE_AT_CONFIRMATION_MS = DRAFT_LIFE_MS + 3_600_000;
/** Characters of a ULID that say when it was made. */
const ID_TIME_LENGTH = 10;

interface RepeatRow {
  readonly id: string;
  readonly recipient: string;
  readonly actor_id: string;
  readonly created_at: number;
  readonly status: DeliveryStatus;
}

type Database = Kysely<Tables> | Transaction<Tables>;

/** A condition on a delivery: its recipient has the message, or may have or get it. What a person reported counts. */
export const MAY_HAVE_ARRIVED = sql<boolean>`deliveries.status not in ('rejected', 'failed', 'cancelled')
  and not (deliveries.status = 'unknown' and exists (
    select 1 from manual_reports as denied where denied.delivery_id = deliveries.id and denied.said = 'not_arrived'))`;

/** @returns a hash of the message, the same whoever confirmed the send and whichever number it comes from */
export function contentKey({ message }: { readonly message: Message }): string {
  return hash('sha256', write(withoutButtonCount(message)), 'base64url');
}

/** How many buttons there are is the template's matter: sends of before it was kept say the same. */
function withoutButtonCount(message: Message): Message {
  if (!isTemplateMessage(message)) return message;
  const { quickReplies: _, ...said } = message;
  return said;
}

/** Finds sends of the same message to the same recipients; reads without a transaction. */
export function createFindRepeats(engine: Engine): FindRepeats {
  return (order, withinMs) => findRepeats(engine, engine.db, order, withinMs, '');
}

/** @returns the earlier sends that this one repeats, unless the person has seen the newest of them */
export async function findUnseenRepeats(
  engine: Engine,
  transaction: Transaction<Tables>,
  send: { readonly id: string; readonly order: RepeatedOrder },
  { withinMs, seenUntil }: RepeatGuard,
): Promise<readonly Repeat[]> {
  const repeats = await findRepeats(engine, transaction, send.order, withinMs, send.id);
  return seenUntil !== undefined && repeats.every(({ at }) => at <= seenUntil) ? [] : repeats;
}

/**
 * Asks what went to these recipients, by four indexes, and then what of it says the same: how many others got the same words
 * costs nothing. They are sends that were made lately; what is unknown, however old, because it may have arrived; and what the
 * send that is made again, or another one that repeats it, reached.
 */
async function findRepeats(
  { isOneOf, now }: Engine,
  db: Database,
  order: RepeatedOrder,
  withinMs: number,
  exceptSendId: string,
): Promise<readonly Repeat[]> {
  const parentId = order.parentId ?? '';
  const isMeant = isOneOf(sql`deliveries.recipient`, order.recipients);
  const { rows } = await sql<RepeatRow>`
    with found as (
      select id from deliveries where send_id > ${firstIdWithin(withinMs)} and ${isMeant}
      union
      select id from deliveries where status = 'unknown' and ${isMeant}
      union
      select id from deliveries where send_id = ${parentId} and ${isMeant}
      union
      select deliveries.id from sends join deliveries on deliveries.send_id = sends.id
      where sends.parent_id = ${parentId} and ${isMeant}
    )
    select sends.id, deliveries.recipient, sends.actor_id, sends.created_at,
      case when deliveries.status = 'unknown' and manual_reports.said = 'arrived' then 'delivered'
        else deliveries.status end as status
    from found join deliveries on deliveries.id = found.id join sends on sends.id = deliveries.send_id
      join batches on batches.id = deliveries.batch_id
      left join manual_reports on manual_reports.delivery_id = deliveries.id
    where coalesce(batches.content_key, sends.content_key) = ${contentKey(order)}
      and (sends.created_at > ${now} - cast(${withinMs} as bigint) or deliveries.status = 'unknown'
        or sends.id = ${parentId} or sends.parent_id = ${parentId})
      and sends.id <> ${exceptSendId} and ${IS_CONFIRMED} and ${MAY_HAVE_ARRIVED}
    order by sends.created_at desc, deliveries.position limit ${sql.lit(MAX_REPEATS)}`.execute(db);
  return rows.map((row) => ({
    sendId: row.id,
    recipient: readPhoneNumber(row.recipient),
    actorId: row.actor_id,
    at: new Date(row.created_at),
    status: row.status,
  }));
}

/** IDs of sends grow with time: every send that was confirmed within so many milliseconds has one after this. */
function firstIdWithin(withinMs: number): string {
  return encodeTime(Date.now() - withinMs - MAX_AGE_AT_CONFIRMATION_MS, ID_TIME_LENGTH);
}
