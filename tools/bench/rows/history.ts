import { randomUUID } from 'node:crypto';
import type { Bench, Row } from '../bench.ts';
import { startBot } from '../contestants.ts';
import type { Database, DatabaseKind } from '../databases.ts';
import { deliverOn } from '../deliver-queue.ts';
import { fillHistory } from '../fill-history.ts';
import { createLoad } from '../load.ts';
import { atLeast, atMost, type Result } from '../result.ts';
import { channelOf, keepDrafts, withStore } from '../seed.ts';
import { commandRequest, optionLoad, reviewSubmission } from '../slack-requests.ts';
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
  const steps = await both((database) => stepTimes(bench, database));
  const bulk = await both((database) => deliverOn(bench, database, { deliveries: 1_000, recipientsPerRequest: 1 }));
  const reports = await both((database) => reportsOn(bench, database));
  await full.remove();
  await empty.remove();

  const about = `with ${deliveries.toLocaleString('en')} deliveries in the ledger, ${kind}`;
  const rates = { full: bulk.full.map((run) => run.perSecond), empty: bulk.empty.map((run) => run.perSecond) };
  const taken = {
    full: reports.full.map((run) => median(run.ours)),
    empty: reports.empty.map((run) => median(run.ours)),
  };
  return [
    ...STEPS.map((step) => {
      const medians = (runs: readonly (readonly StepTimes[])[]) =>
        runs.map((sends) => median(sends.map((times) => times[step])));
      return timeResult(`${step}, ${about}, p50`, { full: medians(steps.full), empty: medians(steps.empty) });
    }),
    rateResult(`1,000 deliveries, ${about}`, rates),
    rateResult(`delivery reports, ${about}`, taken),
  ];
}

type Compared = Readonly<Record<'full' | 'empty', readonly number[]>>;

function timeResult(work: string, { full, empty }: Compared): Result {
  const ratio = ratiosOf(full, empty);
  return {
    row: 'history',
    work,
    ours: { name: 'bot', value: median(full), unit: 'ms' },
    against: { name: 'empty ledger', value: median(empty), unit: 'ms' },
    ratio,
    goal: atMost(ratio.median, LIMIT, `≤ ${LIMIT} ×`),
  };
}

function rateResult(work: string, { full, empty }: Compared): Result {
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

const STEPS = ['command → acked', 'option load', 'submission → acked', 'submission → card'] as const;
type StepTimes = Readonly<Record<(typeof STEPS)[number], number>>;

const WARM_UP = 20;
const SENDS = 60;

/** One person who goes from the command to the card, over and over, with a Kaleyra that takes no time. */
async function stepTimes(bench: Bench, database: Database): Promise<readonly StepTimes[]> {
  const { upstreams } = bench;
  const drafts = Array.from({ length: WARM_UP + SENDS }, () => randomUUID());
  await withStore(database.url, (store) => keepDrafts(store, drafts));
  await upstreams.reset(0);
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  const load = createLoad(bot.origin, 1);
  const taken: StepTimes[] = [];
  for (const [index, draftId] of drafts.entries()) {
    const command = await load.post(commandRequest(draftId));
    const options = await load.post(optionLoad('booking'));
    const submission = await load.post(reviewSubmission(`V${draftId}`, draftId, channelOf(draftId)));
    await upstreams.awaits('cards', index + 1);
    const { cards } = await upstreams.record();
    taken.push({
      'command → acked': command.ms,
      'option load': options.ms,
      'submission → acked': submission.ms,
      'submission → card': (cards[channelOf(draftId)] ?? Number.NaN) - submission.startedAt,
    });
  }
  await load.close();
  await bot.stop();
  return taken.slice(WARM_UP);
}
