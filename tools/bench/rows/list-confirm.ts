import type { Bench, Row } from '../bench.ts';
import type { DatabaseKind } from '../databases.ts';
import { openListDesk } from '../list-reviews.ts';
import { atMost, type Result } from '../result.ts';
import { listConfirmation } from '../slack-requests.ts';
import { median, percentile } from '../statistics.ts';

const MAX_MS = 300;
/** Lists that were confirmed leave at the pace of an account while the next ones are. */
const PER_SECOND = 80;

/** "Send" in the review of a long list → committed and acked, while those before it leave. */
export const listConfirmRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) results.push(await confirmOn(bench, kind));
  return results;
};

async function confirmOn(bench: Bench, kind: DatabaseKind): Promise<Result> {
  const rows = bench.size === 'ci' ? 2_000 : 10_000;
  const lists = bench.size === 'ci' ? 4 : 10;
  const database = await bench.databases.create(kind);
  const desk = await openListDesk(bench, database, rows, { KALEYRA_MESSAGES_PER_SECOND: String(PER_SECOND) });
  const times: number[] = [];
  for (let list = 0; list < lists; list += 1) {
    const { view, viewId } = await desk.review();
    times.push((await desk.load.post(listConfirmation(viewId, view))).ms);
  }
  await desk.close();
  await database.remove();
  const p95 = percentile(times, 0.95);
  return {
    row: 'list-confirm',
    work: `${lists} lists of ${rows.toLocaleString('en')} rows, Send → committed and acked, ${kind}, p95`,
    ours: { name: 'bot', value: p95, unit: 'ms' },
    against: { name: 'its p50', value: median(times), unit: 'ms' },
    ratio: undefined,
    goal: atMost(p95, MAX_MS, '< 300 ms'),
  };
}
