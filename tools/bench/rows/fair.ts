import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Row } from '../bench.ts';
import { startBot } from '../contestants.ts';
import type { DatabaseKind } from '../databases.ts';
import { queueList } from '../lists.ts';
import { createLoad, type Load } from '../load.ts';
import { atMost, type Result } from '../result.ts';
import { channelOf, keepDrafts, withStore } from '../seed.ts';
import { reviewSubmission } from '../slack-requests.ts';
import { median, percentile } from '../statistics.ts';

const PER_SECOND = 80;
const MAX_WAIT_MS = 30_000;
const BETWEEN_MS = 100;
const WARM_UP = 5;

/** A single send's time from the button to a card with its message ID, alone and while a list of the same number leaves. */
export const fairRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) results.push(await fairOn(bench, kind));
  return results;
};

async function fairOn(bench: Bench, kind: DatabaseKind): Promise<Result> {
  const singles = bench.size === 'ci' ? 10 : 60;
  const listed = bench.size === 'ci' ? 800 : 10_000;
  const database = await bench.databases.create(kind);
  const drafts = Array.from({ length: WARM_UP + 2 * singles }, () => randomUUID());
  await withStore(database.url, (store) => keepDrafts(store, drafts));
  await bench.upstreams.reset();
  const environment = { KALEYRA_MESSAGES_PER_SECOND: String(PER_SECOND) };
  const bot = await startBot({ ...bench, databaseUrl: database.url, environment });
  const load = createLoad(bot.origin, 1);
  await outcomeTimes(bench, load, drafts.splice(0, WARM_UP));
  const idle = await outcomeTimes(bench, load, drafts.splice(0, singles));
  await withStore(database.url, (store) => queueList(store, listed));
  await bench.upstreams.awaits('deliveries', WARM_UP + singles + 1, MAX_WAIT_MS);
  const busy = await outcomeTimes(bench, load, drafts);
  await load.close();
  await bot.stop();
  await database.remove();
  const [idleMs, busyMs] = [percentile(idle, 0.95), percentile(busy, 0.95)];
  const ratio = busyMs / idleMs;
  return {
    row: 'fair',
    work: `submission → card with its message ID while a list of ${listed.toLocaleString('en')} leaves, ${kind}, p95 (p50 ${median(busy).toFixed(0)} ms)`,
    ours: { name: 'bot', value: busyMs, unit: 'ms' },
    against: { name: 'no list', value: idleMs, unit: 'ms' },
    ratio: { median: ratio, low: ratio, high: ratio },
    goal: atMost(ratio, 3, '≤ 3 ×'),
  };
}

/** One send after another. One that does not come in time counts with the time that it was given. */
async function outcomeTimes({ upstreams }: Bench, load: Load, drafts: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const draftId of drafts) {
    const channel = channelOf(draftId);
    const { startedAt } = await load.post(reviewSubmission(`V${draftId}`, draftId, channel));
    const giveUpAt = performance.now() + MAX_WAIT_MS;
    let shownAt: number | undefined;
    while (shownAt === undefined && performance.now() < giveUpAt) {
      await pause(BETWEEN_MS);
      shownAt = (await upstreams.record()).cards[channel];
    }
    if (shownAt === undefined) return [...times, MAX_WAIT_MS];
    times.push(shownAt - startedAt);
  }
  return times;
}
