import { type Kysely, sql, type Transaction } from 'kysely';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { PlanRepeats, PlanWriter, SameList } from '../../flow/ports/store/lists/plans.ts';
import type { Engine } from '../engine/engine.ts';
import { IS_CONFIRMED } from '../read/confirmed.ts';
import { readPhoneNumber } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import { MAY_HAVE_ARRIVED } from '../sends/find-repeats.ts';

const MAX_LISTS = 20;
const MAX_EXAMPLES = 5;
/** SQLite looks so many people up in some 20 ms, during which the process does nothing else. */
const PEOPLE_AT_ONCE = 1_000;

interface SameListQuery {
  readonly planId: string;
  readonly digest: string;
  readonly withinMs: number;
}

/** Finds the confirmed lists that say the same to the same people, the latest first. */
export async function findSameLists(
  { now }: Engine,
  db: Kysely<Tables> | Transaction<Tables>,
  { planId, digest, withinMs }: SameListQuery,
): Promise<readonly SameList[]> {
  const { rows } = await sql<{ id: string; actor_id: string; created_at: number }>`
    select sends.id, sends.actor_id, sends.created_at from lists join sends on sends.id = lists.send_id
    where lists.digest = ${digest} and lists.send_id <> ${planId} and ${IS_CONFIRMED}
      and sends.created_at > ${now} - cast(${withinMs} as bigint)
    order by sends.created_at desc limit ${sql.lit(MAX_LISTS)}`.execute(db);
  return rows.map(({ id, actor_id, created_at }) => ({ sendId: id, actorId: actor_id, at: new Date(created_at) }));
}

/** Finds who of a plan got the same template lately. It asks for some people at a time, so that nothing waits for all of them. */
export function createFindPlanRepeats(engine: Engine): PlanWriter['findRepeats'] {
  return async (planId, withinMs) => {
    const list = await engine.db
      .selectFrom('lists')
      .select(['digest', 'row_count'])
      .where('send_id', '=', planId)
      .executeTakeFirst();
    if (list === undefined) return { sameLists: [], people: 0, examples: [] };
    const sameLists = await findSameLists(engine, engine.db, { planId, digest: list.digest, withinMs });
    const people = new Set<string>();
    const examples: PlanRepeats['examples'][number][] = [];
    for (let from = 0; from < list.row_count; from += PEOPLE_AT_ONCE) {
      for (const { sheet_row: row, recipient, id, created_at } of await findPeople(engine, planId, withinMs, from)) {
        if (people.has(recipient)) continue;
        people.add(recipient);
        if (examples.length < MAX_EXAMPLES)
          examples.push({ row, recipient: readPhoneNumber(recipient), sendId: id, at: new Date(created_at) });
      }
    }
    return { sameLists, people: people.size, examples };
  };
}

interface Person {
  readonly sheet_row: number;
  readonly recipient: PhoneNumber;
  readonly id: string;
  readonly created_at: number;
}

/** @returns for each person among so many rows of the plan the latest send of its template that they got, or may have got */
async function findPeople(
  { db, now }: Engine,
  planId: string,
  withinMs: number,
  from: number,
): Promise<readonly Person[]> {
  const { rows } = await sql<Person>`
    with planned as materialized (
      select deliveries.position, deliveries.sheet_row, deliveries.recipient, sends.template_name
      from deliveries cross join sends
      where deliveries.send_id = ${planId} and sends.id = ${planId}
        and deliveries.position >= ${from} and deliveries.position < ${from + PEOPLE_AT_ONCE}
    ), got as (
      select planned.position, planned.sheet_row, planned.recipient, sends.id, sends.created_at,
        row_number() over (partition by planned.position order by sends.created_at desc) as nth
      from planned cross join deliveries cross join sends
      where deliveries.recipient = planned.recipient and deliveries.send_id <> ${planId}
        and sends.id = deliveries.send_id and sends.template_name = planned.template_name and ${IS_CONFIRMED}
        and ${MAY_HAVE_ARRIVED}
        and (sends.created_at > ${now} - cast(${withinMs} as bigint) or deliveries.status = 'unknown')
    )
    select sheet_row, recipient, id, created_at from got where nth = 1 order by position`.execute(db);
  return rows;
}
