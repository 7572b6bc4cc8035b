import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Row } from '../bench.ts';
import { type Server, startBot, startPeer } from '../contestants.ts';
import { createLoad } from '../load.ts';
import { atMost, type Result } from '../result.ts';
import { queueSends, withStore } from '../seed.ts';
import { commandRequest } from '../slack-requests.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';

const SETTLE_MS = 3_000;
const QUICK_KALEYRA_MS = 5;

/** Resident memory once idle, and what 10,000 deliveries add to it. */
export const memoryRow: Row = async (bench) => {
  const rounds = bench.size === 'ci' ? 1 : 3;
  const { ours, bolt } = await interleave(rounds, {
    ours: () => ourMemory(bench),
    bolt: async () => {
      const peer = await startPeer('minimal-bolt', bench);
      const idle = await idleRss(bench, peer);
      await peer.stop();
      return { idle, growth: 0 };
    },
  });
  const idle = (runs: typeof ours) => runs.map((run) => run.idle);
  const ratio = ratiosOf(idle(ours), idle(bolt));
  const growth = median(ours.map((run) => run.growth));
  return [
    {
      row: 'memory',
      work: 'RSS idle, sqlite',
      ours: { name: 'bot', value: median(idle(ours)), unit: 'MB' },
      against: { name: 'minimal Bolt', value: median(idle(bolt)), unit: 'MB' },
      ratio,
      goal: atMost(ratio.median, 1.5, '≤ 1.5 ×'),
    },
    {
      row: 'memory',
      work: `RSS added by ${deliveriesOf(bench).toLocaleString('en')} deliveries, sqlite`,
      ours: { name: 'bot', value: growth, unit: 'MB' },
      against: undefined,
      ratio: undefined,
      goal: atMost(growth, 30, '< 30 MB'),
    } satisfies Result,
  ];
};

function deliveriesOf({ size }: Bench): number {
  return size === 'ci' ? 2_000 : 10_000;
}

async function idleRss({ upstreams }: Bench, server: Server): Promise<number> {
  await upstreams.reset();
  const load = createLoad(server.origin, 1);
  for (let count = 0; count < 20; count += 1) await load.post(commandRequest(randomUUID()));
  await load.close();
  await pause(SETTLE_MS);
  return server.usage().rssMb;
}

async function ourMemory(bench: Bench): Promise<{ readonly idle: number; readonly growth: number }> {
  const { upstreams } = bench;
  const deliveries = deliveriesOf(bench);
  const database = await bench.databases.create('sqlite');
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  const idle = await idleRss(bench, bot);
  await upstreams.reset(QUICK_KALEYRA_MS);
  await withStore(database.url, (store) => queueSends(store, { deliveries, recipientsPerRequest: 1 }));
  await upstreams.awaits('deliveries', deliveries, 300_000);
  await pause(SETTLE_MS);
  const growth = bot.usage().rssMb - idle;
  await bot.stop();
  await database.remove();
  return { idle, growth };
}
