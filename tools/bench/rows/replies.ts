import type { Bench, Row } from '../bench.ts';
import { SECRETS, startBot, startPeer } from '../contestants.ts';
import type { Database } from '../databases.ts';
import { createLoad, type Load } from '../load.ts';
import { atLeast, type Result } from '../result.ts';
import { type Accepted, acceptAll, queueSends, withStore } from '../seed.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';

const AT_ONCE = 50;
const RECIPIENTS_PER_REQUEST = 20;
/** A storm: everybody on a long list answers within a minute. */
const STORM_PER_SECOND = 10_000 / 60;

/** What people answer, fifty at once: parsed, matched to its send, committed and answered. */
export const repliesRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) {
    const database = await bench.databases.create(kind);
    const { ours, byHand } = await repliesOn(bench, database);
    await database.remove();
    const ratio = ratiosOf(ours, byHand);
    const value = median(ours);
    const bot = { name: 'bot', value, unit: '/s' };
    results.push(
      {
        row: 'replies',
        work: `replies taken and stored, ${AT_ONCE} at once, ${kind}`,
        ours: bot,
        against: { name: 'parse and insert by hand', value: median(byHand), unit: '/s' },
        ratio,
        goal: atLeast(ratio.median, 0.5, '≥ 0.5 ×'),
      },
      {
        row: 'replies',
        work: `10,000 in a minute, ${kind}`,
        ours: bot,
        against: { name: 'the storm', value: STORM_PER_SECOND, unit: '/s' },
        ratio: undefined,
        goal: atLeast(value, STORM_PER_SECOND, '≥ 10,000 a minute'),
      },
    );
  }
  return results;
};

async function repliesOn(bench: Bench, database: Database) {
  const rounds = bench.size === 'ci' ? 3 : 7;
  const perRound = bench.size === 'ci' ? 500 : 2_000;
  const accepted = await withStore(database.url, async (store) => {
    await queueSends(store, { deliveries: (rounds + 1) * perRound, recipientsPerRequest: RECIPIENTS_PER_REQUEST });
    const all = await acceptAll(store);
    // The peer copies the first row.
    await store.replies.saveReplies([firstReply()], 'counted');
    return all;
  });
  await bench.upstreams.reset(0);
  const bot = await startBot({ ...bench, databaseUrl: database.url });
  const peer = await startPeer('bare-insert', bench, { DATABASE_URL: database.url });
  const [botLoad, peerLoad] = [createLoad(bot.origin, AT_ONCE), createLoad(peer.origin, AT_ONCE)];
  const reply = async (load: Load, part: readonly Accepted[]) =>
    load.stream(part.length, AT_ONCE, async (index) => {
      const one = part[index];
      if (one !== undefined) await load.get(incomingPath(one, index));
    });
  const first = accepted.splice(0, perRound);
  await reply(botLoad, first);
  await reply(peerLoad, first);
  const parts = Array.from({ length: rounds }, () => accepted.splice(0, perRound));
  let [ourRound, theirRound] = [0, 0];
  const taken = await interleave(rounds, {
    ours: () => reply(botLoad, parts[ourRound++] ?? []),
    byHand: () => reply(peerLoad, parts[theirRound++] ?? []),
  });
  await Promise.all([botLoad.close(), peerLoad.close()]);
  await Promise.all([bot.stop(), peer.stop()]);
  return taken;
}

function firstReply() {
  return {
    reply: {
      id: 'bench-first',
      writtenAt: new Date(),
      sender: undefined,
      from: undefined,
      writer: 'IN.1',
      name: 'Asha Rao',
      kind: 'text' as const,
      text: 'Yes',
      payload: undefined,
      media: undefined,
      context: { messageIds: [], batchToken: undefined },
    },
  };
}

/** A third taps a button, a third answers a message, a third only writes. */
function incomingPath({ messageId, recipient }: Accepted, index: number): string {
  const isTap = index % 3 === 0;
  const fields = new URLSearchParams({
    from: recipient.slice(1),
    wanumber: '919800000000',
    name: 'Asha Rao',
    type: isTap ? 'button' : 'text',
    body: isTap ? 'Yes' : `Can I come an hour later? ${index}`,
    created_at: String(Math.floor(Date.now() / 1000)),
    ...(index % 3 < 2 && { reply_to: messageId }),
  });
  return `/kaleyra/incoming/${SECRETS.callbackSecret}?${fields}`;
}
