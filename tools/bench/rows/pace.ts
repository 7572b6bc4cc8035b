import type { Bench, Row } from '../bench.ts';
import type { DatabaseKind } from '../databases.ts';
import { type Delivered, deliverByBot } from '../deliver-queue.ts';
import { atLeast, atMost, type Result } from '../result.ts';
import { KALEYRA_DELAY_MS } from '../start-upstreams.ts';

/** What WhatsApp lets a number send. */
const PER_SECOND = 80;

interface Setting {
  readonly row: string;
  readonly processes: number;
  readonly kaleyraDelayMs?: number;
}

/** One sender at 80 a second: how near it comes to its limit, and whether any second holds more. */
export const paceRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) results.push(...(await paceOf(bench, kind, { row: 'pace', processes: 1 })));
  return results;
};

export async function paceOf(bench: Bench, kind: DatabaseKind, setting: Setting): Promise<readonly Result[]> {
  const { row, processes, kaleyraDelayMs = KALEYRA_DELAY_MS } = setting;
  const deliveries = bench.size === 'ci' ? 320 : 2_000;
  const delivered = await deliverByBot(bench, kind, {
    deliveries,
    recipientsPerRequest: 1,
    processes,
    kaleyraDelayMs,
    environment: { KALEYRA_MESSAGES_PER_SECOND: String(PER_SECOND) },
  });
  const arrivals = delivered.record.requests.map(({ at }) => at).sort((a, b) => a - b);
  const seconds = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
  const share = ((arrivals.length - 1) / seconds / PER_SECOND) * 100;
  const busiest = mostInASecond(arrivals);
  const times = kaleyraDelayMs === KALEYRA_DELAY_MS ? '' : `, answers after ${kaleyraDelayMs} ms`;
  const work = `${deliveries.toLocaleString('en')} deliveries at ${PER_SECOND} a second${times}, ${processes} process${processes > 1 ? 'es' : ''}, ${kind}`;
  return [
    {
      row,
      work: `${work}: share of the limit`,
      ours: { name: 'bot', value: share, unit: '%' },
      against: { name: 'limit', value: 100, unit: '%' },
      ratio: undefined,
      goal: atLeast(share, 95, '95–100 %'),
    },
    {
      row,
      work: `${work}: busiest second`,
      ours: { name: 'bot', value: busiest, unit: 'messages' },
      against: { name: 'limit', value: PER_SECOND, unit: 'messages' },
      ratio: undefined,
      goal: atMost(busiest, PER_SECOND, `≤ ${PER_SECOND}`),
    },
    ...doubles(row, work, delivered),
  ];
}

function doubles(row: string, work: string, delivered: Delivered): readonly Result[] {
  return [
    {
      row,
      work: `${work}: delivered twice`,
      ours: { name: 'bot', value: delivered.doubles, unit: '' },
      against: undefined,
      ratio: undefined,
      goal: atMost(delivered.doubles, 0, '0'),
    },
  ];
}

/** @param arrivals in milliseconds, in order. */
function mostInASecond(arrivals: readonly number[]): number {
  let first = 0;
  let max = 0;
  for (const [index, at] of arrivals.entries()) {
    while ((arrivals[first] ?? 0) <= at - 1000) first += 1;
    max = Math.max(max, index - first + 1);
  }
  return max;
}
