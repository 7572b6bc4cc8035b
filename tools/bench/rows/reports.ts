import type { Bench, Row } from '../bench.ts';
import { SECRETS, startBot, startPeer } from '../contestants.ts';
import type { Database } from '../databases.ts';
import { createLoad, type Load } from '../load.ts';
import { atLeast, type Result } from '../result.ts';
import { type Accepted, acceptAll, queueSends, withStore } from '../seed.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';

const AT_ONCE = 50;
const RECIPIENTS_PER_REQUEST = 20;

/** Kaleyra's callbacks, fifty at once: parsed, committed and answered. */
export const reportsRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) {
    const database = await bench.databases.create(kind);
    const { ours, byHand } = await reportsOn(bench, database);
    await database.remove();
    const ratio = ratiosOf(ours, byHand);
    results.push({
      row: 'reports',
      work: `delivery reports, ${AT_ONCE} at once, ${kind}`,
      ours: { name: 'bot', value: median(ours), unit: '/s' },
      against: { name: 'parse and insert by hand', value: median(byHand), unit: '/s' },
      ratio,
      goal: atLeast(ratio.median, 0.5, '≥ 0.5 ×'),
    });
  }
  return results;
};

/** Reports a second, round by round. */
export async function reportsOn(
  bench: Bench,
  database: Database,
): Promise<Readonly<Record<'ours' | 'byHand', readonly number[]>>> {
  const rounds = bench.size === 'ci' ? 2 : 7;
  const perRound = bench.size === 'ci' ? 500 : 2_000;
  const deliveries = (rounds + 1) * perRound;
  const accepted = await withStore(database.url, async (store) => {
    await queueSends(store, { deliveries, recipientsPerRequest: RECIPIENTS_PER_REQUEST });
    const all = await acceptAll(store);
    await store.ledger.saveReports([{ ...reportOf(all.at(-1)), status: 'sent' }]);
    return all;
  });
  await bench.upstreams.reset(0);
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  const peer = await startPeer('bare-insert', bench, { DATABASE_URL: database.url });
  const [botLoad, peerLoad] = [createLoad(bot.origin, AT_ONCE), createLoad(peer.origin, AT_ONCE)];
  const report = async (load: Load, part: readonly Accepted[]) =>
    load.stream(part.length, AT_ONCE, async (index) => {
      const one = part[index];
      if (one !== undefined) await load.get(callbackPath(one));
    });
  const first = accepted.splice(0, perRound);
  await report(botLoad, first);
  await report(peerLoad, first);
  const parts = Array.from({ length: rounds }, () => accepted.splice(0, perRound));
  let [ourRound, theirRound] = [0, 0];
  const taken = await interleave(rounds, {
    ours: () => report(botLoad, parts[ourRound++] ?? []),
    byHand: () => report(peerLoad, parts[theirRound++] ?? []),
  });
  await Promise.all([botLoad.close(), peerLoad.close()]);
  await Promise.all([bot.stop(), peer.stop()]);
  return taken;
}

function callbackPath({ messageId, recipient, token }: Accepted): string {
  const fields = new URLSearchParams({
    t: token,
    id: messageId,
    status: 'delivered',
    timestamp: '1790000000',
    mobile: recipient.slice(1),
    phone_number: '919800000000',
  });
  return `/kaleyra/status/${SECRETS.callbackSecret}?${fields}`;
}

function reportOf(one: Accepted | undefined) {
  return {
    messageId: one?.messageId ?? '',
    code: undefined,
    text: undefined,
    batchToken: one?.token,
    recipientDigits: one?.recipient.slice(1),
    reportedAt: undefined,
  };
}
