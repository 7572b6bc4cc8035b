import { sql, type Transaction } from 'kysely';
import type { CardProgress, ClaimedCard, Ledger } from '../flow/ports.ts';
import { newCard, RESPONSE_URL_USES } from './card-rows.ts';
import type { Engine } from './engine.ts';
import type { CardRow, Tables } from './tables.ts';

/** Writes how far a claimed card came and gives it back. */
export function createSaveCard(engine: Engine): Ledger['saveCard'] {
  return (claim, progress) =>
    engine.db.transaction().execute(async (transaction) => {
      const row = await giveBack(transaction, claim);
      if (row === undefined) {
        // What this process showed so late may have overtaken what the next one showed: it is shown once more.
        await engine.raiseVersions(transaction, [claim.card.sendId]);
        return false;
      }
      switch (progress.kind) {
        case 'shown':
          await keepShown(engine, transaction, row, progress);
          await openNext(engine, transaction, row, progress.next ?? []);
          break;
        case 'later':
          await keepLater(engine, transaction, row, progress.afterMs);
          break;
        case 'refused':
          await updateCard(transaction, row).set({ state: 'closed' }).execute();
          await openNext(engine, transaction, row, progress.next);
          break;
      }
      return true;
    });
}

/** Undefined when the lease ended and somebody else took the card. */
function giveBack(transaction: Transaction<Tables>, { card, fence }: ClaimedCard): Promise<CardRow | undefined> {
  return transaction
    .updateTable('cards')
    .set({ worker: null, lease_until: null })
    .where('send_id', '=', card.sendId)
    .where('role', '=', card.role)
    .where('fence', '=', fence)
    .where(sql<boolean>`worker is not null`)
    .returningAll()
    .executeTakeFirst();
}

function updateCard(transaction: Transaction<Tables>, { send_id, role }: CardRow) {
  return transaction.updateTable('cards').where('send_id', '=', send_id).where('role', '=', role);
}

async function keepShown(
  { now }: Engine,
  transaction: Transaction<Tables>,
  row: CardRow,
  { version, message }: Extract<CardProgress, { kind: 'shown' }>,
): Promise<void> {
  const shownCount = row.shown_count + 1;
  const isUsedUp = row.role === 'response_url' && shownCount >= RESPONSE_URL_USES;
  await updateCard(transaction, row)
    .set({
      shown_version: Math.min(Math.max(row.shown_version, version), row.wanted_version),
      shown_count: shownCount,
      message_channel_id: message?.channelId ?? row.message_channel_id,
      message_ts: message?.ts ?? row.message_ts,
      attempts: 0,
      behind_since: now,
      not_before: now,
      state: isUsedUp ? 'closed' : row.state,
    })
    .execute();
}

async function keepLater(
  { now }: Engine,
  transaction: Transaction<Tables>,
  row: CardRow,
  afterMs: number,
): Promise<void> {
  await updateCard(transaction, row)
    .set({ attempts: row.attempts + 1, not_before: sql`${now} + cast(${Math.ceil(afterMs)} as bigint)` })
    .execute();
}

/** Opens the next places, unless they are open already. */
async function openNext(
  { now }: Engine,
  transaction: Transaction<Tables>,
  row: CardRow,
  next: Extract<CardProgress, { kind: 'refused' }>['next'],
): Promise<void> {
  if (next.length === 0) return;
  await transaction
    .insertInto('cards')
    .values(next.map((place) => newCard(row.send_id, place, row.wanted_version, now)))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
