import { createHash, randomUUID } from 'node:crypto';
import type { Store } from '../../../src/store/open-store.ts';
import { phone } from '../../../test/support/sends.ts';
import type { Bench, Row } from '../bench.ts';
import { SECRETS, startBot, startPeer } from '../contestants.ts';
import type { Database, DatabaseKind } from '../databases.ts';
import { queueList } from '../lists.ts';
import { createLoad, type Load } from '../load.ts';
import { atLeast, atMost, type Result } from '../result.ts';
import { type Accepted, acceptAll, queueSends, withStore } from '../seed.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';

const AT_ONCE = 50;
const RECIPIENTS_PER_REQUEST = 20;
/** A storm: everybody on a long list answers within a minute. */
const STORM_PER_SECOND = 10_000 / 60;
/** A row of some 300 characters, and its place in five indexes. */
const MAX_BYTES_OF_REPLY = 1_500;
/** Two hundred of a person's replies of one day are kept. */
const MAX_KB_OF_PERSON = 500;

/** What the people of a long list answer, fifty at once: parsed, matched to their list, committed and answered. */
export const repliesRow: Row = async (bench) => {
  const results: Result[] = [];
  for (const kind of bench.kinds) {
    const database = await bench.databases.create(kind);
    const { ours, byHand } = await repliesOn(bench, database);
    await database.remove();
    results.push(...(await sizesOn(bench, kind)));
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
  const rounds = bench.size === 'ci' ? 2 : 7;
  const perRound = bench.size === 'ci' ? 500 : 2_000;
  const accepted = await withStore(database.url, async (store) => {
    await queueList(store, (rounds + 1) * perRound);
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

/** What replies add to the ledger: of as many people, each of whom answers a message, and of one who does not stop writing. */
async function sizesOn(bench: Bench, kind: DatabaseKind): Promise<readonly Result[]> {
  const replies = bench.size === 'ci' ? 2_000 : 10_000;
  const database = await bench.databases.create(kind);
  const accepted = await withStore(database.url, async (store) => {
    await queueSends(store, { deliveries: replies, recipientsPerRequest: RECIPIENTS_PER_REQUEST });
    return acceptAll(store);
  });
  const [last] = accepted.slice(-1);
  if (last === undefined) throw new Error('Nothing was accepted');
  const before = await database.bytes();
  await withStore(database.url, (store) => saveAll(store, accepted));
  const between = await database.bytes();
  await withStore(database.url, (store) =>
    saveAll(
      store,
      accepted.map(() => last),
    ),
  );
  const after = await database.bytes();
  await database.remove();
  const count = replies.toLocaleString('en');
  const perReply = (between - before) / replies;
  const flood = (after - between) / 1_000;
  return [
    {
      row: 'replies',
      work: `ledger: ${count} replies of as many people, ${kind}`,
      ours: { name: 'bot', value: perReply, unit: 'B a reply' },
      against: undefined,
      ratio: undefined,
      goal: atMost(perReply, MAX_BYTES_OF_REPLY, `≤ ${MAX_BYTES_OF_REPLY} B`),
    },
    {
      row: 'replies',
      work: `ledger: ${count} more of one person, ${kind}`,
      ours: { name: 'bot', value: flood, unit: 'kB' },
      against: undefined,
      ratio: undefined,
      goal: atMost(flood, MAX_KB_OF_PERSON, `≤ ${MAX_KB_OF_PERSON} kB`),
    },
  ];
}

async function saveAll({ replies }: Store, accepted: readonly Accepted[]): Promise<void> {
  const run = randomUUID();
  for (let first = 0; first < accepted.length; first += AT_ONCE) {
    const together = accepted.slice(first, first + AT_ONCE).map(({ messageId, recipient }, index) => {
      const context = { messageIds: [messageId], batchToken: undefined };
      const from = phone(recipient);
      const words = { id: hashOf(`${run} ${first + index}`), from, writer: from.slice(1), context };
      return replies.saveReplies([{ reply: { ...firstReply().reply, ...words, text: wordsOf(index) } }], 'counted');
    });
    await Promise.all(together);
  }
}

/** As long as the names of replies that V1 tells of. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
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
    body: isTap ? 'Yes' : wordsOf(index),
    created_at: String(Math.floor(Date.now() / 1000)),
    ...(index % 3 < 2 && { reply_to: messageId }),
  });
  return `/kaleyra/incoming/${SECRETS.callbackSecret}?${fields}`;
}

function wordsOf(index: number): string {
  return `Can I come an hour later? ${index}`;
}
