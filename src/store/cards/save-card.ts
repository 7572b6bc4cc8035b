import { type Kysely, type RawBuilder, sql, type Transaction, type UpdateObject } from 'kysely';
import type { Card } from '../../core/send/card.ts';
import type { CardLedger, CardProgress, ClaimedCard } from '../../flow/ports/store/show-cards.ts';
import type { Engine } from '../engine/engine.ts';
import type { CardRow, Tables } from '../schema/tables.ts';
import { MAX_RESPONSE_URL_USES, newCard } from './card-rows.ts';

type Change = UpdateObject<Tables, 'cards'>;

/**
 * Writes how far a claimed card came and releases it. Mostly one statement; a transaction when next cards are opened or the
 * claim was lost, which locks the card, or the sends before their cards.
 *
 * @returns false when the claim was lost; the card is then shown once more
 */
export function createSaveCard(engine: Engine): CardLedger['saveCard'] {
  return async (claim, progress) => {
    const next = 'next' in progress ? (progress.next ?? []) : [];
    // Nearly always enough, and one round trip in place of a transaction's three.
    if (next.length === 0 && (await release(engine, engine.db, claim, progress)) !== undefined) return true;
    return engine.transact(async (transaction) => {
      const row = await release(engine, transaction, claim, progress);
      // This process may have shown its older version over the next one's, so the card is shown once more.
      if (row === undefined) await engine.bumpSendVersions(transaction, [claim.card.sendId]);
      else await openNext(engine, transaction, row, next);
      return row !== undefined;
    });
  };
}

/** @returns undefined when the lease ended and another worker claimed the card */
function release(
  engine: Engine,
  db: Kysely<Tables>,
  { card, fence }: ClaimedCard,
  progress: CardProgress,
): Promise<CardRow | undefined> {
  return db
    .updateTable('cards')
    .set({ worker: null, lease_until: null, ...changeBy(engine, card, progress) })
    .where('send_id', '=', card.sendId)
    .where('role', '=', card.role)
    .where('slot', '=', card.slot)
    .where('fence', '=', fence)
    .where(sql<boolean>`worker is not null`)
    .returningAll()
    .executeTakeFirst();
}

function changeBy(engine: Engine, card: Card, progress: CardProgress): Change {
  switch (progress.kind) {
    case 'shown':
      return shownAs(engine, card, progress);
    case 'later':
      return {
        attempts: sql`attempts + 1`,
        ...(progress.isUnanswered === true && { unanswered: 1 }),
        not_before: sql`${engine.now} + cast(${Math.ceil(progress.afterMs)} as bigint)`,
      };
    case 'moved':
      return { destination: progress.destination, thread_ts: null, attempts: 0, unanswered: 0 };
    case 'refused':
      return { state: 'closed' };
  }
}

function shownAs(
  engine: Engine,
  card: Card,
  { againAfterMs, isIncomplete, isLast = false, version, message }: Extract<CardProgress, { kind: 'shown' }>,
): Change {
  const { now } = engine;
  const wanted = wantedVersion(engine, card);
  // What is shown again counts as the version before, and as behind only from then on.
  const shown = sql`cast(${againAfterMs === undefined ? version : version - 1} as integer)`;
  const again = againAfterMs === undefined ? now : sql<number>`${now} + cast(${Math.ceil(againAfterMs)} as bigint)`;
  return {
    shown_version: sql`case
      when ${shown} < shown_version then shown_version
      when ${shown} > ${wanted} then ${wanted}
      else ${shown}
    end`,
    wanted_version: wanted,
    shown_count: sql`shown_count + 1`,
    ...(message && { message_channel_id: message.channelId, message_ts: message.ts }),
    // An incomplete card is shown again soon. Until it is complete, it stays known that an earlier edit had no answer.
    ...(isIncomplete === true ? { attempts: sql`attempts + 1` } : { attempts: 0, unanswered: 0 }),
    behind_since: again,
    not_before: again,
    state: sql`case
      when ${sql.lit(isLast ? 1 : 0)} = 1 then 'closed'
      when role = 'response_url' and shown_count + 1 >= ${sql.lit(MAX_RESPONSE_URL_USES)} then 'closed' else state
    end`,
  };
}

/**
 * What a card should show. A change of the send that was under way when the card was opened did not see it, and raised nothing; by the
 * first show such a change holds the send, so it is waited for.
 */
function wantedVersion({ greatest, rowLock }: Engine, { sendId, shownVersion }: Card): RawBuilder<number> {
  if (shownVersion > 0) return sql`wanted_version`;
  return greatest(sql`wanted_version`, sql`(select version from sends where id = ${sendId} ${rowLock})`);
}

/** Opens the cards that follow, unless they are open already. */
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
