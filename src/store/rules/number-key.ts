import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Engine } from '../engine/engine.ts';

/**
 * A keyed hash of a number, given in E.164, or of the ID of a person who hides theirs: the same one has the same hash in this
 * ledger, and in no other.
 */
export type NumberKeyOf = (person: string) => string;

const NUMBER = /^\+?\d+$/;
/** No number starts with it, so no ID has a number's hash. */
const ID_MARK = 'id ';

const KEY_NAME = 'numbers';
const KEY_BYTES = 32;

/**
 * Reads the ledger's key for numbers; makes it where there is none yet. Processes that open the ledger at the same time get one key.
 *
 * @returns HMAC-SHA-256 of a number's digits, or of a whole ID, as base64url
 */
export async function openNumberKeys(engine: Engine): Promise<NumberKeyOf> {
  const key = await openLedgerKey(engine, KEY_NAME);
  return (person) => {
    const text = NUMBER.test(person) ? person.replace('+', '') : `${ID_MARK}${person}`;
    return createHmac('sha256', key).update(text).digest('base64url');
  };
}

/** Reads one of the ledger's keys, or makes it. */
export async function openLedgerKey({ db }: Engine, name: string): Promise<KeyObject> {
  await db
    .insertInto('ledger_keys')
    .values({ name, value: randomBytes(KEY_BYTES).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { value } = await db
    .selectFrom('ledger_keys')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  // Made once: from bytes, each hash would first make a key of them, which takes six times as long.
  return createSecretKey(value, 'base64url');
}

/** SQLite writes so many in some 20 ms. */
const MAX_ROWS = 250;

/**
 * Gives their keys to deliveries that wait and have none: a release before this one saved them.
 *
 * @returns how many got one
 */
export async function fillNumberKeys(engine: Engine, keyOf: NumberKeyOf): Promise<number> {
  let filled = 0;
  for (;;) {
    const { rows } = await sql<{ id: string; recipient: string }>`
      select deliveries.id, deliveries.recipient from batches join deliveries on deliveries.batch_id = batches.id
      where batches.state = 'queued' and deliveries.recipient_key is null limit ${sql.lit(MAX_ROWS)}`.execute(
      engine.db,
    );
    if (rows.length === 0) return filled;
    await writeNumberKeys(engine, engine.db, keyOf, rows);
    filled += rows.length;
  }
}

/** Locks the deliveries in the order of their IDs. */
export async function writeNumberKeys(
  { isOneOf, rowLock, tableOf }: Engine,
  db: Engine['db'],
  keyOf: NumberKeyOf,
  deliveries: readonly { readonly id: string; readonly recipient: string }[],
): Promise<void> {
  const keys = deliveries.map(({ id, recipient }) => ({ id, number_key: keyOf(recipient) }));
  await sql`
    with held as materialized (
      select id from deliveries where ${isOneOf(
        sql`id`,
        deliveries.map(({ id }) => id),
      )} order by id ${rowLock}
    )
    update deliveries set recipient_key = given.number_key
    from held join ${tableOf('given', { id: 'text', number_key: 'text' }, keys)} on given.id = held.id
    where deliveries.id = held.id`.execute(db);
}
