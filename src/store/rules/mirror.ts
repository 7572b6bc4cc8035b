import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { MirrorEntry, OptOutMirror } from '../../flow/ports/store/rules/opt-out-mirror.ts';
import type { Engine } from '../engine/engine.ts';
import { readPhoneNumber } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import type { NumberKeyOf } from './number-key.ts';

/** Its row among the ledger's keys says that the provider is told; no number is kept for that where it is not. */
const IS_MIRRORED = 'opt_outs_mirrored';

/** Notes in the ledger whether the provider's list is told, so that whatever saves an opt-out knows in its own transaction. */
export async function setMirrored({ db }: Engine, isMirrored: boolean): Promise<void> {
  if (!isMirrored) {
    await db.deleteFrom('ledger_keys').where('name', '=', IS_MIRRORED).execute();
    await db.deleteFrom('opt_out_mirror').execute();
    return;
  }
  await db
    .insertInto('ledger_keys')
    .values({ name: IS_MIRRORED, value: 'true' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * A condition that is always true, and lets one transaction at a time change what people said or what the provider has to be told: one
 * may change several people in no order, and another a person under several numbers.
 */
export function lockOptOuts({ lockOn }: Pick<Engine, 'lockOn'>): RawBuilder<boolean> {
  return lockOn(['opt-outs']);
}

/** Puts numbers into the outbox, in the caller's transaction; nothing where the provider is not told. */
export async function tellProvider(
  { now, tableOf }: Engine,
  db: Kysely<Tables>,
  keyOf: NumberKeyOf,
  numbers: readonly PhoneNumber[],
  wanted: MirrorEntry['wanted'],
): Promise<void> {
  if (numbers.length === 0) return;
  const rows = numbers
    .map((number) => ({ number_key: keyOf(number), number: String(number) }))
    .toSorted((a, b) => (a.number_key < b.number_key ? -1 : 1))
    .map((row, place) => ({ place, ...row }));
  await sql`
    insert into opt_out_mirror (number_key, number, wanted, not_before)
    select number_key, number, ${wanted}, ${now}
    from ${tableOf('person', { place: 'integer', number_key: 'text', number: 'text' }, rows)}
    where exists (select 1 from ledger_keys where name = ${IS_MIRRORED}) order by place
    on conflict (number_key) do update set wanted = excluded.wanted, attempts = 0, not_before = excluded.not_before`.execute(
    db,
  );
}

export function createOptOutMirror(engine: Engine): OptOutMirror {
  const { claimLock, db, isOneOf, now } = engine;
  return {
    async takeDue(limit, holdMs) {
      const { rows } = await sql<{ number: string; wanted: MirrorEntry['wanted']; attempts: number }>`
        with first as materialized (
          select wanted from opt_out_mirror order by not_before limit 1
        ), due as materialized (
          select number_key from opt_out_mirror
          where not_before <= ${now} and wanted = (select wanted from first)
          order by not_before limit ${sql.lit(limit)} ${claimLock}
        )
        update opt_out_mirror set attempts = attempts + 1, not_before = ${now} + ${sql.lit(holdMs)}
        from due where opt_out_mirror.number_key = due.number_key
        returning number, wanted, attempts`.execute(db);
      return rows.map((row) => ({ ...row, number: readPhoneNumber(row.number) }));
    },
    async forget(entries) {
      for (const wanted of ['blocked', 'free'] as const) {
        const numbers = numbersOf(entries, wanted);
        if (numbers.length === 0) continue;
        await sql`delete from opt_out_mirror
          where ${lockOptOuts(engine)} and ${isOneOf(sql`number`, numbers)} and wanted = ${wanted}`.execute(db);
      }
    },
    async delay(entries, ms) {
      const numbers = entries.map(({ number }) => number);
      if (numbers.length === 0) return;
      // One that is wanted anew meanwhile was not tried yet, and is due.
      await sql`update opt_out_mirror set not_before = ${now} + ${sql.lit(ms)}
        where ${lockOptOuts(engine)} and ${isOneOf(sql`number`, numbers)} and attempts > 0`.execute(db);
    },
    async waitingAmong(numbers) {
      if (numbers.length === 0) return new Set();
      const { rows } = await sql<{ number: string }>`
        select number from opt_out_mirror where ${isOneOf(sql`number`, numbers)}`.execute(db);
      return new Set(rows.map(({ number }) => readPhoneNumber(number)));
    },
    async count() {
      const { rows } = await sql<{ n: number }>`select count(*) as n from opt_out_mirror`.execute(db);
      return Number(rows[0]?.n ?? 0);
    },
  };
}

function numbersOf(entries: readonly MirrorEntry[], wanted: MirrorEntry['wanted']): readonly string[] {
  return entries.filter((entry) => entry.wanted === wanted).map(({ number }) => number);
}
