import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Row } from '../bench.ts';
import { startBot, startPeer } from '../contestants.ts';
import type { Database, DatabaseKind } from '../databases.ts';
import { createLoad, type Load } from '../load.ts';
import { atMost, type Result } from '../result.ts';
import { channelOf, keepDrafts, queueSends, type Wording, withStore } from '../seed.ts';
import { reviewSubmission } from '../slack-requests.ts';
import { interleave, median, percentile, ratiosOf } from '../statistics.ts';

/** People confirm one after another: what the bot does with a send once it is acked is the row `outcome`. */
const UNTIL_QUIET_MS = 25;
const UNTIL_SAVED_MS = 500;

/** A signed review submission → committed and acked. */
export const submitRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) {
    for (const wording of ['own', 'same'] as const) {
      const database = await bench.databases.create(kind);
      results.push(...resultsOf(kind, wording, await submitOn(bench, database, wording)));
      await database.remove();
    }
  }
  return results;
};

interface Taken {
  readonly ours: readonly (readonly number[])[];
  readonly byHand: readonly (readonly number[])[];
}

/** @returns for each round what each submission took, in milliseconds. */
async function submitOn(bench: Bench, database: Database, wording: Wording): Promise<Taken> {
  const rounds = bench.size === 'ci' ? 2 : 11;
  const perRound = bench.size === 'ci' ? 40 : 100;
  const drafts = Array.from({ length: (rounds * 2 + 2) * perRound }, () => randomUUID());
  await bench.upstreams.reset(0);
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  await withStore(database.url, async (store) => {
    await queueSends(store, { deliveries: 1, recipientsPerRequest: 1 });
    await keepDrafts(store, drafts, wording);
  });
  // The peer copies these rows: while they were open, the bot would deliver what the peer inserts.
  await bench.upstreams.awaits('cards', 1);
  await pause(UNTIL_SAVED_MS);
  const peer = await startPeer('bare-insert', bench, { DATABASE_URL: database.url });
  const [botLoad, peerLoad] = [createLoad(bot.origin, 1), createLoad(peer.origin, 1)];
  await submitAll(botLoad, drafts.splice(0, perRound));
  await submitAll(peerLoad, drafts.splice(0, perRound));
  const taken = await interleave(rounds, {
    ours: () => submitAll(botLoad, drafts.splice(0, perRound)),
    byHand: () => submitAll(peerLoad, drafts.splice(0, perRound)),
  });
  await Promise.all([botLoad.close(), peerLoad.close()]);
  await Promise.all([bot.stop(), peer.stop()]);
  return taken;
}

function resultsOf(kind: DatabaseKind, wording: Wording, { ours, byHand }: Taken): readonly Result[] {
  const against = (value: number) => ({ name: 'insert by hand behind node:http', value, unit: 'ms' });
  const bot = (value: number) => ({ name: 'bot', value, unit: 'ms' });
  const ratio = ratiosOf(ours.map(median), byHand.map(median));
  const p50 = {
    row: 'submit',
    ours: bot(median(ours.map(median))),
    against: against(median(byHand.map(median))),
    ratio,
    goal: atMost(ratio.median, 2, '≤ 2 ×'),
  };
  if (wording === 'same') {
    const others = `the text of up to ${(ours.length + 1) * (ours[0]?.length ?? 0)} others`;
    return [{ ...p50, work: `submission that says ${others}, ${kind}, p50` }];
  }
  return [
    { ...p50, work: `submission → committed and acked, ${kind}, p50` },
    {
      row: 'submit',
      work: `submission → committed and acked, ${kind}, p99`,
      ours: bot(percentile(ours.flat(), 0.99)),
      against: against(percentile(byHand.flat(), 0.99)),
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
