import { sql } from 'kysely';
import { countsOf } from '../../core/send/delivery/status.ts';
import type { Backlog, BacklogLedger } from '../../flow/ports/store/backlog.ts';
import type { Engine } from '../engine/engine.ts';
import { PLANS } from '../read/confirmed.ts';

/** Counting takes at most this share of the time, so a ledger of a million rows is counted less often than an empty one. */
const MAX_COUNTING_SHARE = 1 / 100;

/** Reads how much waits and for how long; the counts of deliveries may be from an earlier call. */
export function createBacklog(engine: Engine): BacklogLedger['backlog'] {
  const countDeliveries = createCount(engine);
  // What had to wait for the end of quiet hours was not late before.
  const since = engine.greatest(sql`waiting_since`, sql`not_before`);
  return async () => {
    const queued = await oldest(
      engine,
      sql`select min(${since}) as since, 0 as n from queued_sends where not_before <= ${engine.now}`,
    );
    const cards = await oldest(
      engine,
      sql`select min(behind_since) as since, count(*) as n from cards
        where state = 'open' and shown_version < wanted_version`,
    );
    return {
      deliveries: await countDeliveries(),
      oldestQueuedMs: queued.age,
      cardsBehind: cards.n,
      oldestCardBehindMs: cards.age,
    };
  };
}

async function oldest(
  engine: Engine,
  query: ReturnType<typeof sql>,
): Promise<{ readonly age: number | undefined; readonly n: number }> {
  const { rows } = await sql<{ age: number | null; n: number }>`
    select ${engine.now} - since as age, n from (${query}) as oldest`.execute(engine.db);
  const row = rows[0];
  return { age: row?.age ?? undefined, n: row?.n ?? 0 };
}

function createCount({ db }: Engine): () => Promise<Backlog['deliveries']> {
  let known: Backlog['deliveries'] | undefined;
  let countAgainAt = 0;
  return async () => {
    const startedAt = performance.now();
    if (known !== undefined && startedAt < countAgainAt) return known;
    const rows = await db
      .selectFrom('deliveries')
      .select(['status', sql<number>`count(*)`.as('n')])
      .groupBy('status')
      .execute();
    const counts = countsOf(Object.fromEntries(rows.map(({ status, n }) => [status, n])));
    known = {
      ...counts,
      queued: counts.queued - (await countPlanned(db)),
      unknown: counts.unknown - (await countManuallyReported(db)),
    };
    const endedAt = performance.now();
    countAgainAt = endedAt + (endedAt - startedAt) / MAX_COUNTING_SHARE;
    return known;
  };
}

/** Counts the rows of plans: they are not confirmed. */
async function countPlanned(db: Engine['db']): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(size), 0) as n from batches where send_id in (${PLANS})`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** Counts the `unknown` deliveries that a person has reported of: they wait for nothing any more. */
async function countManuallyReported(db: Engine['db']): Promise<number> {
  const { n } = await db
    .selectFrom('manual_reports')
    .innerJoin('deliveries', 'deliveries.id', 'manual_reports.delivery_id')
    .select(sql<number>`count(*)`.as('n'))
    .where('deliveries.status', '=', 'unknown')
    .executeTakeFirstOrThrow();
  return n;
}
