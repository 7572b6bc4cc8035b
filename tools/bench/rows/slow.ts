import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Row } from '../bench.ts';
import { startBot } from '../contestants.ts';
import type { DatabaseKind } from '../databases.ts';
import { type Delivered, deliverByBot, deliverByLoop } from '../deliver-queue.ts';
import { atLeast, atMost, type Result } from '../result.ts';
import { queueSends, withStore } from '../seed.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';
import type { UpstreamRecord } from '../upstream-protocol.ts';
import { paceOf } from './pace.ts';

/** The bot's own default: most requests that wait for an answer. */
const MAX_IN_FLIGHT = 256;
/** What WhatsApp lets a number send once it is upgraded. */
const UPGRADED_PER_SECOND = 1_000;
const UPGRADED_DELAY_MS = 300;
const LONGEST_DELAY_MS = 3_000;
const SETTLE_MS = 3_000;
const LOOK_EVERY_MS = 200;

/** Personal messages, one a request, to a Kaleyra that takes its time. */
export const slowRow: Row = async (bench) => {
  const results: Result[] = [];
  const delays = bench.size === 'ci' ? [LONGEST_DELAY_MS] : [50, 300, 1_000, LONGEST_DELAY_MS];
  for (const kind of bench.kinds) {
    for (const processes of [1, 2]) {
      for (const kaleyraDelayMs of delays) {
        results.push(...(await paceOf(bench, kind, { row: 'slow', processes, kaleyraDelayMs })));
      }
    }
    results.push(...(await upgraded(bench, kind)), ...(await memory(bench, kind)));
  }
  return results;
};

async function upgraded(bench: Bench, kind: DatabaseKind): Promise<readonly Result[]> {
  const deliveries = bench.size === 'ci' ? 1_000 : 5_000;
  const setting = { deliveries, recipientsPerRequest: 1, kaleyraDelayMs: UPGRADED_DELAY_MS };
  const environment = { KALEYRA_MESSAGES_PER_SECOND: String(UPGRADED_PER_SECOND) };
  const { ours, loop } = await interleave(bench.size === 'ci' ? 1 : 3, {
    ours: () => deliverByBot(bench, kind, { ...setting, environment }),
    loop: () => deliverByLoop(bench, setting, MAX_IN_FLIGHT),
  });
  const rates = (runs: readonly Delivered[]) => runs.map(({ perSecond }) => perSecond);
  const ratio = ratiosOf(rates(ours), rates(loop));
  return [
    {
      row: 'slow',
      work: `${deliveries.toLocaleString('en')} deliveries at ${UPGRADED_PER_SECOND} a second, answers after ${UPGRADED_DELAY_MS} ms, ${kind}`,
      ours: { name: 'bot', value: median(rates(ours)), unit: '/s' },
      against: { name: `bare undici loop, ${MAX_IN_FLIGHT} at once`, value: median(rates(loop)), unit: '/s' },
      ratio,
      goal: atLeast(ratio.median, 0.8, '≥ 0.8 ×'),
    },
  ];
}

/** What it takes to have as many in flight as there may be. */
async function memory(bench: Bench, kind: DatabaseKind): Promise<readonly Result[]> {
  const { upstreams } = bench;
  const deliveries = 2 * MAX_IN_FLIGHT;
  const database = await bench.databases.create(kind);
  await upstreams.reset(LONGEST_DELAY_MS);
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  await pause(SETTLE_MS);
  const idleMb = bot.usage().rssMb;
  await withStore(database.url, (store) => queueSends(store, { deliveries, recipientsPerRequest: 1 }));
  let isOver = false;
  const over = upstreams.awaits('deliveries', deliveries, 60_000).finally(() => {
    isOver = true;
  });
  let most = idleMb;
  while (!isOver) {
    most = Math.max(most, bot.usage().rssMb);
    await pause(LOOK_EVERY_MS);
  }
  await over;
  const inFlight = mostInFlight(await upstreams.record());
  await bot.stop();
  await database.remove();
  return [
    {
      row: 'slow',
      work: `RSS added by ${MAX_IN_FLIGHT} in flight, ${kind}`,
      ours: { name: 'bot', value: most - idleMb, unit: 'MB' },
      against: { name: 'limit', value: 60, unit: 'MB' },
      ratio: undefined,
      goal: atMost(most - idleMb, 60, '< 60 MB'),
    },
    {
      row: 'slow',
      work: `most in flight, ${kind}`,
      ours: { name: 'bot', value: inFlight, unit: 'requests' },
      against: { name: 'limit', value: MAX_IN_FLIGHT, unit: 'requests' },
      ratio: undefined,
      goal: atMost(inFlight, MAX_IN_FLIGHT, `≤ ${MAX_IN_FLIGHT}`),
    },
  ];
}

function mostInFlight({ requests }: UpstreamRecord): number {
  const changes = requests.flatMap(({ at, answeredAt }) => [
    { at, by: 1 },
    { at: answeredAt, by: -1 },
  ]);
  let inFlight = 0;
  let most = 0;
  for (const { by } of changes.sort((a, b) => a.at - b.at)) {
    inFlight += by;
    most = Math.max(most, inFlight);
  }
  return most;
}
