import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Row } from '../bench.ts';
import type { DatabaseKind } from '../databases.ts';
import { openListDesk } from '../list-reviews.ts';
import type { Program } from '../program.ts';
import { atMost, type Result } from '../result.ts';
import { spreadOf } from '../statistics.ts';

const MAX_MS = 3_000;
const MAX_RSS_MB = 60;
const SETTLE_MS = 3_000;
const LOOK_EVERY_MS = 25;

/** A file of 10 columns → its review, with every row planned in the ledger; and what memory that took at most. */
export const listReviewRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) results.push(...(await reviewOn(bench, kind)));
  return results;
};

async function reviewOn(bench: Bench, kind: DatabaseKind): Promise<readonly Result[]> {
  const rows = bench.size === 'ci' ? 2_000 : 10_000;
  const rounds = bench.size === 'ci' ? 2 : 5;
  const database = await bench.databases.create(kind);
  const desk = await openListDesk(bench, database, rows);
  await pause(SETTLE_MS);
  const idle = desk.bot.usage().rssMb;
  const watch = watchRss(desk.bot);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push((await desk.review()).ms);
  const growth = watch.stop() - idle;
  await desk.close();
  await database.remove();
  const work = `a file of ${rows.toLocaleString('en')} rows × 10 columns`;
  const { low, high, median } = spreadOf(times);
  return [
    {
      row: 'list-review',
      work: `${work} → its review, ${kind}, p50 (${low.toFixed(0)}–${high.toFixed(0)} ms)`,
      ours: { name: 'bot', value: median, unit: 'ms' },
      against: undefined,
      ratio: undefined,
      goal: atMost(median, MAX_MS, '≤ 3 s'),
    },
    {
      row: 'list-review',
      work: `RSS added at most while ${rounds} of them are read, ${kind}`,
      ours: { name: 'bot', value: growth, unit: 'MB' },
      against: { name: 'idle', value: idle, unit: 'MB' },
      ratio: undefined,
      goal: atMost(growth, MAX_RSS_MB, '≤ 60 MB'),
    },
  ];
}

/** Looks often enough that no peak is missed that lasts. */
function watchRss(program: Program): { stop(): number } {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, program.usage().rssMb);
  }, LOOK_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}
