import { sql, type Transaction } from 'kysely';
import { PerhapsAccepted } from '../flow/perhaps-accepted.ts';
import type { Ledger, NewSend } from '../flow/ports.ts';
import type { Repeat } from '../flow/repeats.ts';
import { newCard } from './card-rows.ts';
import type { Engine } from './engine.ts';
import { contentKey, findUnseenRepeats } from './find-repeats.ts';
import { write } from './record-codec.ts';
import type { Tables } from './tables.ts';

/**
 * Commits a send with everything that belongs to it, or finds the one with the same dedupe key. A repeat that nobody has
 * seen takes all of it back.
 */
export function createAcceptSend(engine: Engine): Ledger['accept'] {
  return async (send) => {
    let isCommitting = false;
    try {
      return await engine.db.transaction().execute(async (transaction) => {
        const accepted = await accept(engine, transaction, send);
        isCommitting = true;
        return accepted;
      });
    } catch (error) {
      if (error instanceof Repeated) return { sendId: send.id, isNew: false, repeats: error.repeats };
      throw isCommitting ? new PerhapsAccepted('The commit of a send was not answered', { cause: error }) : error;
    }
  };
}

/** Undoes a send that says again what was just said. */
class Repeated extends Error {
  readonly repeats: readonly Repeat[];

  constructor(repeats: readonly Repeat[]) {
    super('The send repeats another one');
    this.repeats = repeats;
  }
}

async function accept(engine: Engine, transaction: Transaction<Tables>, send: NewSend): ReturnType<Ledger['accept']> {
  const isNew = await insertSend(engine, transaction, send);
  if (!isNew) {
    const first = await transaction
      .selectFrom('sends')
      .select('id')
      .where('dedupe_key', '=', send.dedupeKey)
      .executeTakeFirstOrThrow();
    return { sendId: first.id, isNew };
  }
  if (send.repeatGuard !== undefined) {
    const unseen = await findUnseenRepeats(engine, transaction, send, send.repeatGuard);
    if (unseen.length > 0) throw new Repeated(unseen);
  }
  await insertBatches(engine, transaction, send);
  await insertDeliveries(engine, transaction, send);
  await insertCards(engine, transaction, send);
  // The card of the send that this one repeats says so, and this one's says what became of that.
  if (send.order.parentId !== undefined) await engine.raiseVersions(transaction, [send.order.parentId]);
  await engine.announceWork(transaction);
  return { sendId: send.id, isNew };
}

async function insertSend({ now }: Engine, transaction: Transaction<Tables>, send: NewSend): Promise<boolean> {
  const { order } = send;
  const inserted = await transaction
    .insertInto('sends')
    .values({
      id: send.id,
      dedupe_key: send.dedupeKey,
      content_key: contentKey(order),
      parent_id: order.parentId ?? null,
      team_id: order.teamId,
      channel_id: order.channelId,
      actor_id: order.actorId,
      template: order.template === undefined ? null : write(order.template),
      message: write(order.message),
      sender: order.sender,
      reports_expected: send.reportsExpected ? 1 : 0,
      response_url: send.responseUrl ?? null,
      warning: null,
      version: 1,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function insertBatches(engine: Engine, transaction: Transaction<Tables>, send: NewSend): Promise<void> {
  const { sender } = send.order;
  const rows = send.batches.map(({ token, recipients }, position) => ({
    id: batchId(send, position),
    position,
    token,
    size: recipients.length,
  }));
  await sql`
    insert into batches
      (id, send_id, position, token, sender, size, state, attempts, fence, not_before, queued_at)
    select item.value ->> 'id', ${send.id}, cast(item.value ->> 'position' as integer), item.value ->> 'token',
      ${sender}, cast(item.value ->> 'size' as integer), 'queued', 0, 0, ${engine.now}, ${engine.now}
    from ${engine.jsonRows(rows)}`.execute(transaction);
  await transaction
    .insertInto('paces')
    .values({ sender, next_at_us: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function insertDeliveries(engine: Engine, transaction: Transaction<Tables>, send: NewSend): Promise<void> {
  const rows = send.batches
    .flatMap(({ recipients }, position) =>
      recipients.map((recipient) => ({ batch: batchId(send, position), recipient })),
    )
    .map((row, position) => ({ ...row, id: `${send.id}.${position}`, position }));
  await sql`
    insert into deliveries (id, send_id, batch_id, position, recipient, status, changed_at)
    select item.value ->> 'id', ${send.id}, item.value ->> 'batch', cast(item.value ->> 'position' as integer),
      item.value ->> 'recipient', 'queued', ${engine.now}
    from ${engine.jsonRows(rows)}`.execute(transaction);
}

function batchId(send: NewSend, position: number): string {
  return `${send.id}.b${position}`;
}

async function insertCards({ now }: Engine, transaction: Transaction<Tables>, send: NewSend): Promise<void> {
  if (send.cards.length === 0) return;
  await transaction
    .insertInto('cards')
    .values(send.cards.map((place) => newCard(send.id, place, 1, now)))
    .execute();
}
