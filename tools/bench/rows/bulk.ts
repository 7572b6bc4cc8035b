import type { Bench, Row } from '../bench.ts';
import type { DatabaseKind } from '../databases.ts';
import { type Delivered, deliverByBot, deliverByLoop, SIXTEEN_AT_ONCE } from '../deliver-queue.ts';
import { atLeast, atMost, type Result } from '../result.ts';
import type { Queue } from '../seed.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';

/** The contract's own default: most numbers in one `to`. */
const SHARED_RECIPIENTS = 20;
const GOAL = { sqlite: 0.85, postgres: 0.8 } as const satisfies Record<DatabaseKind, number>;
/** Of a list, whose card counts its rows over and over meanwhile. */
const LIST_GOAL = { sqlite: 0.9, postgres: 0.8 } as const satisfies Record<DatabaseKind, number>;

/** A queue of deliveries to a Kaleyra that takes 50 ms, as fast as it goes; the line `cost` is its processor time. */
export const bulkRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const queue of queuesOf(bench)) {
    for (const kind of bench.kinds) results.push(...(await compare(bench, kind, queue)));
  }
  return results;
};

function queuesOf({ size }: Bench): readonly Queue[] {
  const sizes = size === 'ci' ? [1_000] : [1_000, 10_000];
  return sizes.flatMap((deliveries) => [
    { deliveries, recipientsPerRequest: 1 },
    { deliveries, recipientsPerRequest: SHARED_RECIPIENTS },
    { deliveries, recipientsPerRequest: 1, isList: true },
  ]);
}

async function compare(bench: Bench, kind: DatabaseKind, queue: Queue): Promise<readonly Result[]> {
  const environment = { KALEYRA_MAX_IN_FLIGHT: String(SIXTEEN_AT_ONCE) };
  const { ours, loop } = await interleave(roundsOf(bench, queue), {
    ours: () => deliverByBot(bench, kind, { ...queue, environment }),
    loop: () => deliverByLoop(bench, queue, SIXTEEN_AT_ONCE),
  });
  return resultsOf(kind, queue, ours, loop);
}

function roundsOf({ size }: Bench, { deliveries }: Queue): number {
  if (size === 'ci') return 1;
  return deliveries > 1_000 ? 3 : 5;
}

function resultsOf(
  kind: DatabaseKind,
  { deliveries, recipientsPerRequest, isList = false }: Queue,
  ours: readonly Delivered[],
  loop: readonly Delivered[],
): readonly Result[] {
  const rates = (runs: readonly Delivered[]) => runs.map(({ perSecond }) => perSecond);
  const costs = (runs: readonly Delivered[]) => runs.map(({ cpuPerThousand }) => cpuPerThousand);
  const rate = ratiosOf(rates(ours), rates(loop));
  const cost = ratiosOf(costs(ours), costs(loop));
  const goal = isList ? LIST_GOAL[kind] : GOAL[kind];
  const what = isList ? 'rows of a list' : 'deliveries';
  const queue = `${deliveries.toLocaleString('en')} ${what}, ${recipientsPerRequest} a request, ${kind}`;
  const isPersonal = recipientsPerRequest === 1;
  const costGoal = deliveries > 1_000 ? 2 : 1.5;
  return [
    {
      row: 'bulk',
      work: queue,
      ours: { name: 'bot', value: median(rates(ours)), unit: '/s' },
      against: { name: 'bare undici loop', value: median(rates(loop)), unit: '/s' },
      ratio: rate,
      goal: atLeast(rate.median, goal, `≥ ${goal} ×`),
    },
    {
      row: 'cost',
      work: `${queue}: processor seconds per 1,000`,
      ours: { name: 'bot', value: median(costs(ours)), unit: 's' },
      against: { name: 'bare undici loop', value: median(costs(loop)), unit: 's' },
      ratio: cost,
      goal: isPersonal ? atMost(cost.median, costGoal, `≤ ${costGoal} ×`) : undefined,
    },
    ...doublesOf(queue, ours),
  ];
}

function doublesOf(queue: string, ours: readonly Delivered[]): Result[] {
  const doubles = ours.reduce((sum, run) => sum + run.doubles, 0);
  if (doubles === 0) return [];
  return [
    {
      row: 'bulk',
      work: `${queue}: delivered twice`,
      ours: { name: 'bot', value: doubles, unit: '' },
      against: undefined,
      ratio: undefined,
      goal: atMost(doubles, 0, '0'),
    },
  ];
}
