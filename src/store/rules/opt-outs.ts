import { type Kysely, sql } from 'kysely';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { OptOutScope, OptOutSource } from '../../core/rules/opt-out.ts';
import type { OptOut, OptOuts } from '../../flow/ports/store/rules/opt-outs.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';
import { lockOptOuts, tellProvider } from './mirror.ts';
import type { NumberKeyOf } from './number-key.ts';

/** SQLite reads or writes so many in some 20 ms, during which the process does nothing else. */
const MAX_NUMBERS = 500;
/** What a person took back by a word of theirs is what they said by a word or a button. */
const SAID_BY_THE_PERSON: readonly OptOutSource[] = ['word', 'button'];

/** A page of the provider's list that was read before it was told of a change is no later than that. */
const JUST_LIFTED_MS = 10 * 60_000;

export function createOptOuts(engine: Engine, keyOf: NumberKeyOf): OptOuts {
  const inTransaction = <Value>(work: (transaction: Kysely<Tables>) => Promise<Value>) => engine.transact(work);
  return {
    async findOptOuts(numbers, scope) {
      const found = new Map<PhoneNumber, OptOut>();
      for (const piece of piecesOf(numbers))
        for (const [number, optOut] of await findSome(engine, keyOf, piece, scope)) found.set(number, optOut);
      return found;
    },
    async addOptOuts({ numbers, ...optOut }) {
      let added = 0;
      for (const piece of piecesOf(numbers))
        added += await inTransaction((transaction) =>
          saveOptOuts(engine, transaction, keyOf, { ...optOut, numbers: piece }),
        );
      return added;
    },
    liftOptOut: (number, by) => inTransaction((transaction) => liftOptOuts(engine, transaction, keyOf, number, by)),
  };
}

type NewOptOuts = Parameters<OptOuts['addOptOuts']>[0];

/**
 * Saves that people said no, in the caller's transaction, and what the provider's list has to be told. Who took it back before
 * says it anew, unless it was just now and the provider's list, which may not know it yet, is the source; who said it before
 * stays as they are. One transaction at a time does so.
 *
 * @returns how many are new
 */
export async function saveOptOuts(
  engine: Engine,
  db: Kysely<Tables>,
  keyOf: NumberKeyOf,
  { numbers, scope, source, by, evidence }: NewOptOuts,
): Promise<number> {
  const { now, tableOf } = engine;
  const people = new Map(numbers.map((number) => [keyOf(number), number]));
  const rows = [...people]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([number_key, number], place) => ({
      place,
      number_key,
      number_end: number.slice(-4),
    }));
  const saved = await sql<{ number_key: string }>`
    insert into opt_outs (number_key, scope, source, number_end, evidence, by_id, at)
    select number_key, ${scope}, ${source}, number_end, ${evidence ?? null}, ${by ?? null}, ${now}
    from ${tableOf('person', { place: 'integer', number_key: 'text', number_end: 'text' }, rows)}
    where ${lockOptOuts(engine)} order by place
    on conflict (number_key, scope) do update set source = excluded.source, evidence = excluded.evidence,
      by_id = excluded.by_id, at = excluded.at, lifted_at = null, lifted_by = null
      where opt_outs.lifted_at ${source === 'provider' ? sql`<= ${now} - ${sql.lit(JUST_LIFTED_MS)}` : sql`is not null`}
    returning number_key`.execute(db);
  if (scope === 'all' && source !== 'provider') {
    const told = saved.rows.flatMap(({ number_key: key }) => people.get(key) ?? []);
    await tellProvider(engine, db, keyOf, told, 'blocked');
  }
  return saved.rows.length;
}

/** Takes back what one person said, as `OptOuts.liftOptOut` does, in the caller's transaction. */
export async function liftOptOuts(
  engine: Engine,
  db: Kysely<Tables>,
  keyOf: NumberKeyOf,
  number: PhoneNumber,
  { source, actorId }: Parameters<OptOuts['liftOptOut']>[1],
): Promise<boolean> {
  const { isOneOf, now } = engine;
  const lifted = await db
    .updateTable('opt_outs')
    .set({ lifted_at: now, lifted_by: actorId ?? null })
    .where(lockOptOuts(engine))
    .where('number_key', '=', keyOf(number))
    .where('lifted_at', 'is', null)
    .where(source === 'person' ? sql<boolean>`true` : isOneOf(sql`source`, SAID_BY_THE_PERSON))
    .returning('scope')
    .execute();
  if (lifted.some(({ scope }) => scope === 'all')) await tellProvider(engine, db, keyOf, [number], 'free');
  return lifted.length > 0;
}

interface Row {
  readonly number_key: string;
  readonly scope: OptOutScope;
  readonly source: OptOutSource;
  readonly at: number;
  readonly by_id: string | null;
}

/** Who said no to everything said no to marketing, too: of two the wider one is given. */
async function findSome(
  { db, isOneOf }: Engine,
  keyOf: NumberKeyOf,
  numbers: readonly PhoneNumber[],
  scope: OptOutScope,
): Promise<ReadonlyMap<PhoneNumber, OptOut>> {
  const keys = new Map(numbers.map((number) => [number, keyOf(number)]));
  const { rows } = await sql<Row>`
    select number_key, scope, source, at, by_id from opt_outs
    where ${isOneOf(sql`number_key`, [...keys.values()])} and lifted_at is null and scope in ('all', ${scope})
    order by scope desc`.execute(db);
  const optOuts = new Map(rows.map((row) => [row.number_key, readOptOut(row)]));
  return new Map(
    [...keys].flatMap(([number, key]) => {
      const optOut = optOuts.get(key);
      return optOut === undefined ? [] : [[number, optOut] as const];
    }),
  );
}

function readOptOut({ scope, source, at, by_id }: Row): OptOut {
  return { scope, source, at: new Date(at), by: by_id ?? undefined };
}

function piecesOf(numbers: readonly PhoneNumber[]): readonly (readonly PhoneNumber[])[] {
  const count = Math.ceil(numbers.length / MAX_NUMBERS);
  return Array.from({ length: count }, (_, at) => numbers.slice(at * MAX_NUMBERS, (at + 1) * MAX_NUMBERS));
}
