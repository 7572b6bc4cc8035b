import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Row } from '../bench.ts';
import { startBot, startPeer } from '../contestants.ts';
import type { Database, DatabaseKind } from '../databases.ts';
import { createLoad, type Load } from '../load.ts';
import { atMost, type Result } from '../result.ts';
import { channelOf, keepDrafts, queueSends, withStore } from '../seed.ts';
import { reviewSubmission } from '../slack-requests.ts';
import { interleave, median, percentile, ratiosOf } from '../statistics.ts';

/** People confirm one after another: what the bot does with a send once it is acked is the row `outcome`. */
const UNTIL_QUIET_MS = 25;

/** A signed review submission → committed and acked. */
export const submitRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) {
    const database = await bench.databases.create(kind);
    results.push(...(await submitOn(bench, kind, database)));
    await database.remove();
  }
  return results;
};

async function submitOn(bench: Bench, kind: DatabaseKind, database: Database): Promise<readonly Result[]> {
  const rounds = bench.size === 'ci' ? 5 : 11;
  const perRound = bench.size === 'ci' ? 40 : 100;
  const drafts = Array.from({ length: (rounds * 2 + 2) * perRound }, () => randomUUID());
  await bench.upstreams.reset(0);
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  await withStore(database.url, async (store) => {
    await queueSends(store, { deliveries: 1, recipientsPerRequest: 1 });
    await keepDrafts(store, drafts);
  });
  const peer = await startPeer('bare-insert', bench, { DATABASE_URL: database.url });
  const [botLoad, peerLoad] = [createLoad(bot.origin, 1), createLoad(peer.origin, 1)];
  await submitAll(botLoad, drafts.splice(0, perRound));
  await submitAll(peerLoad, drafts.splice(0, perRound));
  const { ours, byHand } = await interleave(rounds, {
    ours: () => submitAll(botLoad, drafts.splice(0, perRound)),
    byHand: () => submitAll(peerLoad, drafts.splice(0, perRound)),
  });
  await Promise.all([botLoad.close(), peerLoad.close()]);
  await Promise.all([bot.stop(), peer.stop()]);
  const ratio = ratiosOf(ours.map(median), byHand.map(median));
  return [
    {
      row: 'submit',
      work: `submission → committed and acked, ${kind}, p50`,
      ours: { name: 'bot', value: median(ours.map(median)), unit: 'ms' },
      against: { name: 'insert by hand behind node:http', value: median(byHand.map(median)), unit: 'ms' },
      ratio,
      goal: atMost(ratio.median, 2, '≤ 2 ×'),
    },
    {
      row: 'submit',
      work: `submission → committed and acked, ${kind}, p99`,
      ours: { name: 'bot', value: percentile(ours.flat(), 0.99), unit: 'ms' },
      against: { name: 'insert by hand behind node:http', value: percentile(byHand.flat(), 0.99), unit: 'ms' },
      ratio: undefined,
      goal: undefined,
    },
  ];
}

async function submitAll(load: Load, drafts: readonly string[]): Promise<readonly number[]> {
  const taken: number[] = [];
  for (const draftId of drafts) {
    taken.push((await load.post(reviewSubmission(`V${draftId}`, draftId, channelOf(draftId)))).ms);
    await pause(UNTIL_QUIET_MS);
  }
  return taken;
}
