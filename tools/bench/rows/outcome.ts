import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Row } from '../bench.ts';
import { startBot } from '../contestants.ts';
import type { DatabaseKind } from '../databases.ts';
import { createLoad } from '../load.ts';
import { atMost, type Result } from '../result.ts';
import { channelOf, keepDrafts, withStore } from '../seed.ts';
import { reviewSubmission } from '../slack-requests.ts';
import { median, percentile } from '../statistics.ts';

const WARM_UP = 10;
const BETWEEN_MS = 20;

/** From the button to a card with message IDs at Slack, without the time that Kaleyra took. */
export const outcomeRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) results.push(...(await outcomeOn(bench, kind)));
  return results;
};

async function outcomeOn(bench: Bench, kind: DatabaseKind): Promise<readonly Result[]> {
  const { upstreams } = bench;
  const database = await bench.databases.create(kind);
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  const drafts = Array.from({ length: WARM_UP + (bench.size === 'ci' ? 30 : 200) }, () => randomUUID());
  const recipients = await withStore(database.url, (store) => keepDrafts(store, drafts));
  await upstreams.reset();
  const load = createLoad(bot.origin, 1);
  const startedAt: number[] = [];
  for (const [index, draftId] of drafts.entries()) {
    startedAt.push((await load.post(reviewSubmission(`V${draftId}`, draftId, channelOf(draftId)))).startedAt);
    await upstreams.awaits('cards', index + 1);
    await pause(BETWEEN_MS);
  }
  const { cards, requests } = await upstreams.record();
  const kaleyraMs = new Map(requests.map(({ recipients, at, answeredAt }) => [recipients[0], answeredAt - at]));
  const taken = drafts.map((draftId, index) => {
    const ownMs = (cards[channelOf(draftId)] ?? Number.NaN) - (startedAt[index] ?? Number.NaN);
    return ownMs - (kaleyraMs.get(recipients[index]?.slice(1)) ?? Number.NaN);
  });
  await load.close();
  await bot.stop();
  await database.remove();
  const p95 = percentile(taken.slice(WARM_UP), 0.95);
  return [
    {
      row: 'outcome',
      work: `submission → card with its message ID, over Kaleyra's time, ${kind}, p95`,
      ours: { name: 'bot', value: p95, unit: 'ms' },
      against: { name: 'its p50', value: median(taken.slice(WARM_UP)), unit: 'ms' },
      ratio: undefined,
      goal: atMost(p95, 50, '≤ 50 ms'),
    },
  ];
}
