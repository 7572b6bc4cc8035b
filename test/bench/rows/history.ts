import { randomUUID } from 'node:crypto';
import type { Bench, Row } from '../bench.ts';
import { startBot } from '../contestants.ts';
import type { Database, DatabaseKind } from '../databases.ts';
import { deliverOn } from '../deliver-queue.ts';
import { fillHistory } from '../fill-history.ts';
import { createLoad } from '../load.ts';
import { atLeast, atMost, type Result } from '../result.ts';
import { channelOf, keepDrafts, withStore } from '../seed.ts';
import { reviewSubmission } from '../slack-requests.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';
import { reportsOn } from './reports.ts';

/** How much slower a full ledger may be. */
const LIMIT = 1.2;

/** What grows with the ledger, with a million deliveries in it and with none. */
export const historyRow: Row = async (bench) => {
  const results: Result[] = [];
  const kinds = bench.size === 'ci' ? bench.kinds.slice(0, 1) : bench.kinds;
  for (const kind of kinds) results.push(...(await historyOn(bench, kind)));
  return results;
};

async function historyOn(bench: Bench, kind: DatabaseKind): Promise<readonly Result[]> {
  const deliveries = bench.size === 'ci' ? 50_000 : 1_000_000;
  const [full, empty] = [await bench.databases.create(kind), await bench.databases.create(kind)];
  await fillHistory(full, deliveries);
  const rounds = bench.size === 'ci' ? 1 : 3;
  const both = <Outcome>(measure: (database: Database) => Promise<Outcome>) =>
    interleave(rounds, { full: () => measure(full), empty: () => measure(empty) });
  const submit = await both((database) => submitTimes(bench, database));
  const bulk = await both((database) => deliverOn(bench, database, { deliveries: 1_000, recipientsPerRequest: 1 }));
  const reports = await both((database) => reportsOn(bench, database));
  await full.remove();
  await empty.remove();

  const about = `with ${deliveries.toLocaleString('en')} deliveries in the ledger, ${kind}`;
  const times = { full: submit.full.map(median), empty: submit.empty.map(median) };
  const rates = { full: bulk.full.map((run) => run.perSecond), empty: bulk.empty.map((run) => run.perSecond) };
  const taken = {
    full: reports.full.map((run) => median(run.ours)),
    empty: reports.empty.map((run) => median(run.ours)),
  };
  const slower = ratiosOf(times.full, times.empty);
  return [
    {
      row: 'history',
      work: `submission → acked, ${about}, p50`,
      ours: { name: 'bot', value: median(times.full), unit: 'ms' },
      against: { name: 'empty ledger', value: median(times.empty), unit: 'ms' },
      ratio: slower,
      goal: atMost(slower.median, LIMIT, `≤ ${LIMIT} ×`),
    },
    rateResult(`1,000 deliveries, ${about}`, rates),
    rateResult(`delivery reports, ${about}`, taken),
  ];
}

function rateResult(work: string, { full, empty }: Readonly<Record<'full' | 'empty', readonly number[]>>): Result {
  const ratio = ratiosOf(full, empty);
  return {
    row: 'history',
    work,
    ours: { name: 'bot', value: median(full), unit: '/s' },
    against: { name: 'empty ledger', value: median(empty), unit: '/s' },
    ratio,
    goal: atLeast(ratio.median, 1 / LIMIT, `within ${LIMIT} ×`),
  };
}

const WARM_UP = 20;
const SUBMISSIONS = 60;

async function submitTimes(bench: Bench, database: Database): Promise<readonly number[]> {
  const drafts = Array.from({ length: WARM_UP + SUBMISSIONS }, () => randomUUID());
  await withStore(database.url, (store) => keepDrafts(store, drafts));
  await bench.upstreams.reset(0);
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  const load = createLoad(bot.origin, 1);
  const times: number[] = [];
  for (const [index, draftId] of drafts.entries()) {
    times.push((await load.post(reviewSubmission(`V${draftId}`, draftId, channelOf(draftId)))).ms);
    await bench.upstreams.awaits('deliveries', index + 1);
  }
  await load.close();
  await bot.stop();
  return times.slice(WARM_UP);
}
