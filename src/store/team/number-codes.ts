import { sql, type Transaction } from 'kysely';
import { CODE_DAY_MS, CODE_LIFE_MS, MAX_CODE_TRIES } from '../../core/limits.ts';
import { type CodeLimit, codeLimitOf } from '../../core/rules/number-code.ts';
import { type AcceptResult, CommitOutcomeUnknown, type NewSend } from '../../flow/ports/store/accept-send.ts';
import type { CodeTried, NumberCodes } from '../../flow/ports/store/rules/number-codes.ts';
import type { Engine } from '../engine/engine.ts';
import { type CodeOfSend, isSameCode } from '../rules/code-of-send.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import type { Tables } from '../schema/tables.ts';
import { acceptIn, refusalOf } from '../sends/accept-send.ts';

/** So many old rows are deleted with each new one. */
const MAX_DROPPED = 50;

export function createNumberCodes(engine: Engine, keyOf: NumberKeyOf, codeOf: CodeOfSend): NumberCodes {
  return {
    accept: createAcceptCode(engine, keyOf),
    tryCode: ({ sendId, personId, typed }) => {
      const isRight = isSameCode(codeOf(sendId), typed);
      return engine.transact((transaction) => tryCode(engine, transaction, { sendId, personId, isRight }));
    },
    async findProved(numbers) {
      const keys = new Map(numbers.map((number) => [keyOf(number), number]));
      const found = await engine.db
        .selectFrom('proved_numbers')
        .select('number_key')
        .where(engine.isOneOf(sql`number_key`, [...keys.keys()]))
        .where('proved_at', 'is not', null)
        .execute();
      return new Set(found.flatMap(({ number_key: key }) => keys.get(key) ?? []));
    },
  };
}

/** Rolls back a code of which there were too many. */
class TooMany extends Error {
  readonly limit: CodeLimit;

  constructor(limit: CodeLimit) {
    super('Too many codes were sent of late');
    this.limit = limit;
  }
}

/** Locks the person and the number, so that of two codes at the same time the second one counts the first. */
function createAcceptCode(engine: Engine, keyOf: NumberKeyOf): NumberCodes['accept'] {
  return async (send) => {
    let isCommitting = false;
    try {
      return await engine.transact(async (transaction) => {
        const accepted = await accept(engine, transaction, keyOf, send);
        isCommitting = true;
        return accepted;
      });
    } catch (error) {
      if (error instanceof TooMany) return { kind: 'too_many', ...error.limit };
      const refusal = refusalOf(error);
      if (refusal !== undefined) return refusal;
      throw isCommitting ? new CommitOutcomeUnknown('The commit of a code was not answered', { cause: error }) : error;
    }
  };
}

async function accept(
  engine: Engine,
  transaction: Transaction<Tables>,
  keyOf: NumberKeyOf,
  send: NewSend,
): Promise<AcceptResult> {
  const { actorId, recipients } = send.order;
  const [number] = recipients;
  if (number === undefined || recipients.length > 1) throw new Error('A code goes to one number');
  const key = keyOf(number);
  await sql`select ${engine.lockOn([`code ${actorId}`, `code ${key}`])}`.execute(transaction);
  const accepted = await acceptIn(engine, transaction, send, keyOf);
  // The same command again: what was decided then stands.
  if (accepted.kind !== 'accepted' || !accepted.isNew) return accepted;
  const limit = codeLimitOf(await findSent(engine, transaction, actorId, key));
  if (limit !== undefined) throw new TooMany(limit);
  await sql`
    insert into number_codes (send_id, number_key, person_id, asked_at)
    values (${send.id}, ${key}, ${actorId}, ${engine.now})`.execute(transaction);
  await dropOld(engine, transaction);
  return accepted;
}

async function findSent({ now }: Engine, transaction: Transaction<Tables>, personId: string, key: string) {
  const { rows } = await sql<{ person_id: string; number_key: string; age_ms: number }>`
    select person_id, number_key, ${now} - asked_at as age_ms from number_codes
    where (person_id = ${personId} or number_key = ${key}) and asked_at > ${now} - ${sql.lit(CODE_DAY_MS)}`.execute(
    transaction,
  );
  return rows.map((row) => ({
    isOfPerson: row.person_id === personId,
    isToNumber: row.number_key === key,
    ageMs: row.age_ms,
  }));
}

/** Rows that count for nothing any more; those that another process has locked are left to it. */
async function dropOld({ claimLock, now }: Engine, transaction: Transaction<Tables>): Promise<void> {
  await sql`
    delete from number_codes where send_id in (
      select send_id from number_codes where asked_at <= ${now} - ${sql.lit(CODE_DAY_MS)}
      order by asked_at limit ${sql.lit(MAX_DROPPED)} ${claimLock}
    )`.execute(transaction);
}

/** One statement counts the try and uses the code up, so that no code proves twice and none is tried more often than it may be. */
async function tryCode(
  { now }: Engine,
  transaction: Transaction<Tables>,
  { isRight, personId, sendId }: { readonly sendId: string; readonly personId: string; readonly isRight: boolean },
): Promise<CodeTried> {
  const { rows } = await sql<{ number_key: string; tries: number; asked_at: number }>`
    update number_codes set tries = tries + 1, used_at = ${isRight ? now : sql`null`}
    where send_id = ${sendId} and person_id = ${personId} and used_at is null
      and tries < ${sql.lit(MAX_CODE_TRIES)} and asked_at > ${now} - ${sql.lit(CODE_LIFE_MS)}
    returning number_key, tries, asked_at`.execute(transaction);
  const [row] = rows;
  if (row === undefined) return { kind: 'over' };
  if (!isRight) {
    const triesLeft = MAX_CODE_TRIES - row.tries;
    return triesLeft > 0 ? { kind: 'wrong', triesLeft } : { kind: 'over' };
  }
  await sql`
    insert into proved_numbers (number_key, person_id, asked_at, proved_at)
    values (${row.number_key}, ${personId}, ${row.asked_at}, ${now})
    on conflict (number_key) do update set person_id = excluded.person_id, asked_at = excluded.asked_at,
      proved_at = excluded.proved_at`.execute(transaction);
  return { kind: 'proved' };
}
