import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { SendOrder } from '../../core/send/send.ts';
import type { DeliveryStatus } from '../../core/send/status.ts';
import type { FindRepeats, Repeat, RepeatGuard } from '../../flow/ports/store/repeats.ts';
import type { Engine } from '../engine/engine.ts';
import { readPhoneNumber, write } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';

/** More than a person reads; the newest come first. */
const MAX_REPEATS = 20;

interface RepeatRow {
  readonly id: string;
  readonly recipient: string;
  readonly actor_id: string;
  readonly created_at: number;
  readonly status: DeliveryStatus;
}

type Database = Kysely<Tables> | Transaction<Tables>;

/** @returns a hash of the message, the same whoever confirmed the send and whichever number it comes from */
export function contentKey({ message }: Pick<SendOrder, 'message'>): string {
  return createHash('sha256').update(write(message)).digest('base64url');
}

/** Finds sends of the same message to the same recipients; reads without a transaction. */
export function createFindRepeats(engine: Engine): FindRepeats {
  return (order, withinMs) => findRepeats(engine, engine.db, order, withinMs, '');
}

/** @returns the earlier sends that this one repeats, unless the person has seen the newest of them */
export async function findUnseenRepeats(
  engine: Engine,
  transaction: Transaction<Tables>,
  send: { readonly id: string; readonly order: SendOrder },
  { withinMs, seenUntil }: RepeatGuard,
): Promise<readonly Repeat[]> {
  const repeats = await findRepeats(engine, transaction, send.order, withinMs, send.id);
  return seenUntil !== undefined && repeats.every(({ at }) => at <= seenUntil) ? [] : repeats;
}

async function findRepeats(
  { isOneOf, now }: Engine,
  db: Database,
  order: Pick<SendOrder, 'message' | 'recipients'>,
  withinMs: number,
  exceptSendId: string,
): Promise<readonly Repeat[]> {
  const { rows } = await sql<RepeatRow>`
    select sends.id, deliveries.recipient, sends.actor_id, sends.created_at, deliveries.status
    from sends join deliveries on deliveries.send_id = sends.id
    where sends.content_key = ${contentKey(order)} and sends.created_at > ${now} - cast(${withinMs} as integer)
      and sends.id <> ${exceptSendId} and deliveries.status not in ('rejected', 'failed', 'cancelled')
      and not (deliveries.status = 'unknown' and exists (
        select 1 from manual_reports where delivery_id = deliveries.id and said = 'not_arrived'))
      and ${isOneOf(sql`deliveries.recipient`, order.recipients)}
    order by sends.created_at desc, deliveries.position limit ${sql.lit(MAX_REPEATS)}`.execute(db);
  return rows.map((row) => ({
    sendId: row.id,
    recipient: readPhoneNumber(row.recipient),
    actorId: row.actor_id,
    at: new Date(row.created_at),
    status: row.status,
  }));
}
