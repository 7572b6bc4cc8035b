import { randomUUID } from 'node:crypto';
import type { Bench, Row } from '../bench.ts';
import { type Server, startBot, startPeer } from '../contestants.ts';
import { createLoad, type Load } from '../load.ts';
import { atMost, type Result } from '../result.ts';
import { commandRequest } from '../slack-requests.ts';
import { interleave, median, percentile, ratiosOf } from '../statistics.ts';

interface Taken {
  readonly ackMs: readonly number[];
  /** From the command's first byte to `views.open` at Slack. */
  readonly openMs: readonly number[];
}

const MAX_AT_ONCE = 200;
const WARM_UP_COMMANDS = 600;

/** A signed `/whatsapp-send` → its 200, and its `views.open` on the wire. */
export const ackRow: Row = async (bench) => {
  const database = await bench.databases.create('sqlite');
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  const botLoad = createLoad(bot.origin, MAX_AT_ONCE);
  await warmUp(bench, botLoad);
  const { lastView = '{}' } = await bench.upstreams.record();
  const peers = await Promise.all([
    startPeer('minimal-bolt', bench, { PEER_VIEW: lastView }),
    startPeer('bare-http', bench, { PEER_VIEW: lastView }),
  ]);
  const [boltLoad, bareLoad] = peers.map(({ origin }) => createLoad(origin, MAX_AT_ONCE)) as [Load, Load];
  await warmUp(bench, boltLoad);
  await warmUp(bench, bareLoad);

  const results: Result[] = [];
  for (const atOnce of [1, 50, 200]) {
    const bursts = burstsOf(bench, atOnce);
    const taken = await interleave(bench.size === 'ci' ? 5 : 11, {
      ours: () => measure(bench, botLoad, atOnce, bursts),
      bolt: () => measure(bench, boltLoad, atOnce, bursts),
      bare: () => measure(bench, bareLoad, atOnce, bursts),
    });
    results.push(...resultsOf(atOnce, taken));
  }
  await Promise.all([botLoad.close(), boltLoad.close(), bareLoad.close()]);
  await Promise.all([bot, ...peers].map((server: Server) => server.stop()));
  await database.remove();
  return results;
};

function burstsOf({ size }: Bench, atOnce: number): number {
  if (atOnce === 1) return size === 'ci' ? 60 : 200;
  return size === 'ci' ? 2 : 5;
}

async function warmUp(bench: Bench, load: Load): Promise<void> {
  await measure(bench, load, 1, 50);
  await measure(bench, load, MAX_AT_ONCE, WARM_UP_COMMANDS / MAX_AT_ONCE);
}

async function measure({ upstreams }: Bench, load: Load, atOnce: number, bursts: number): Promise<Taken> {
  const ackMs: number[] = [];
  const openMs: number[] = [];
  for (let burst = 0; burst < bursts; burst += 1) {
    await upstreams.reset();
    const triggers = Array.from({ length: atOnce }, () => randomUUID());
    const calls = await load.burst(triggers.map(commandRequest));
    await upstreams.awaits('views', atOnce);
    const { views } = await upstreams.record();
    for (const [index, { ms, startedAt }] of calls.entries()) {
      ackMs.push(ms);
      openMs.push((views[triggers[index] ?? ''] ?? Number.NaN) - startedAt);
    }
  }
  return { ackMs, openMs };
}

function resultsOf(
  atOnce: number,
  { ours, bolt, bare }: Readonly<Record<'ours' | 'bolt' | 'bare', readonly Taken[]>>,
): Result[] {
  const medians = (runs: readonly Taken[], part: keyof Taken) => runs.map((run) => median(run[part]));
  const acks = ours.flatMap(({ ackMs }) => ackMs);
  const p99 = percentile(acks, 0.99);
  const compare = (part: keyof Taken, what: string, isGoal: boolean): Result => {
    const ratio = ratiosOf(medians(ours, part), medians(bolt, part));
    return {
      row: 'ack',
      work: `${what}, ${atOnce} at once, p50`,
      ours: { name: 'bot', value: median(medians(ours, part)), unit: 'ms' },
      against: { name: 'minimal Bolt', value: median(medians(bolt, part)), unit: 'ms' },
      ratio,
      goal: isGoal ? atMost(ratio.median, 1.25, '≤ 1.25 ×') : undefined,
    };
  };
  const bareRatio = ratiosOf(medians(ours, 'ackMs'), medians(bare, 'ackMs'));
  return [
    compare('ackMs', '200', true),
    {
      row: 'ack',
      work: `200, ${atOnce} at once, p50`,
      ours: { name: 'bot', value: median(medians(ours, 'ackMs')), unit: 'ms' },
      against: { name: 'bare node:http', value: median(medians(bare, 'ackMs')), unit: 'ms' },
      ratio: bareRatio,
      goal: undefined,
    },
    compare('openMs', 'views.open', true),
    {
      row: 'ack',
      work: `200, ${atOnce} at once, p99 of ${acks.length}`,
      ours: { name: 'bot', value: p99, unit: 'ms' },
      against: {
        name: 'minimal Bolt',
        value: percentile(
          bolt.flatMap(({ ackMs }) => ackMs),
          0.99,
        ),
        unit: 'ms',
      },
      ratio: undefined,
      goal: atOnce === MAX_AT_ONCE ? atMost(p99, 300, '< 300 ms') : undefined,
    },
  ];
}
