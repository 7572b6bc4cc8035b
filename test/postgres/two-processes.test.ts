import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ClaimedCard } from '../../src/flow/ports/store/show-cards.ts';
import { createDeliverBatch } from '../../src/flow/send/deliver-batch.ts';
import { createWorkers } from '../../src/flow/workers/workers.ts';
import { createScrubber } from '../../src/logging/scrub.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { newSend, SILENT } from '../store/opened-ledger.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { newReply } from '../support/replies.ts';
import { phone } from '../support/sends.ts';

let postgres: Postgres;
const posts: { readonly worker: string; readonly to: string }[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.remove());

/** The workers of one process; what it posts is counted outside of it. */
async function startProcess(worker: string, { isWorking = true } = {}): Promise<Store> {
  const store = await openStore({
    url: postgres.urlOf('postgres'),
    messagesPerSecond: Number.POSITIVE_INFINITY,
    leaseMs: 60_000,
    log: SILENT,
  });
  const deliver = createDeliverBatch({
    ledger: store.ledger,
    provider: {
      encode: ({ recipients }) => ({ ok: true, value: { fields: recipients.map((to) => ['to', to] as const) } }),
      async send({ fields }) {
        for (const [, to] of fields) posts.push({ worker, to });
        return { kind: 'unknown', reason: 'no_answer', code: 'TIMEOUT', text: undefined };
      },
    },
    limits: { messagesPerSecond: 1_000, maxInFlight: 16 },
    pauseOnRefusal: async () => undefined,
    concealment: createScrubber([]),
    wakeCards() {},
    random: Math.random,
    log: SILENT,
  });
  const refreshCards = {
    name: 'no cards',
    lanes: () => 1,
    claim: async (): Promise<ClaimedCard | undefined> => undefined,
    perform: async () => undefined,
    untilNext: async () => undefined,
  };
  const workers = createWorkers({
    ledger: store.ledger,
    deliver,
    refreshCards,
    worker,
    leaseMs: 60_000,
    log: SILENT,
  });
  if (isWorking) {
    store.onWork(workers.wakeAll);
    workers.start();
  }
  onTestFinished(async () => {
    await workers.stop();
    await store.close();
  });
  return store;
}

async function settled(store: Store): Promise<number> {
  return (await store.ledger.backlog()).deliveries.unknown;
}

describe('two processes on one PostgreSQL', () => {
  it('send what the other one accepted, soon after it was accepted', async () => {
    const accepting = await startProcess('a', { isWorking: false });
    const sending = await startProcess('b');
    await expect.poll(() => sending.ledger.untilNextBatch()).toBeUndefined();
    const waits: number[] = [];

    for (let round = 0; round < 6; round += 1) {
      const before = posts.length;
      const startedAt = performance.now();
      await accepting.ledger.accept(newSend(`W${round}`));
      await expect.poll(() => posts.length, { interval: 5 }).toBe(before + 1);
      waits.push(performance.now() - startedAt);
    }

    // The poll behind the wake-up looks once a second, so a median below half of that is the wake-up's.
    const median = waits.toSorted((a, b) => a - b)[3];
    expect(median).toBeLessThan(500);
    expect(posts.every(({ worker }) => worker === 'b')).toBe(true);
  });

  it('send 200 messages once each between them', async () => {
    const [a, b] = [await startProcess('a'), await startProcess('b')];
    const before = posts.length;
    const done = await settled(a);

    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? a : b).ledger.accept(newSend(`T${index}`, { sizes: Array.from({ length: 10 }, () => 1) })),
      ),
    );
    await expect.poll(() => settled(b), { timeout: 30_000 }).toBe(done + 200);

    const made = posts.slice(before);
    expect(made).toHaveLength(200);
    expect(new Set(made.map(({ worker }) => worker))).toEqual(new Set(['a', 'b']));
  });

  it('let the last word of a person count when each saves one of two at the same time', async () => {
    const [a, b] = [await startProcess('a', { isWorking: false }), await startProcess('b', { isWorking: false })];
    const OUT = { kind: 'opted_out', scope: 'all', source: 'word' } as const;
    const words = [OUT, { kind: 'opted_in' }] as const;
    const people = Array.from({ length: 60 }, (_, index) => phone(`+9198600000${10 + index}`));
    for (const [index, from] of people.entries()) {
      const [first, second] = (index % 2 === 0 ? words : words.toReversed()).map((optOut, second) =>
        newReply(
          `W${index}-${second}`,
          { from, writtenAt: new Date(Date.UTC(2026, 10, 29, 10, 0, second)) },
          { optOut },
        ),
      );
      if (first === undefined || second === undefined) throw new Error('there are two words');
      await Promise.all([b.replies.saveReplies([second], 'counted'), a.replies.saveReplies([first], 'counted')]);
    }

    const optedOut = await a.rules.optOuts.findOptOuts(people, 'all');
    expect([...optedOut.keys()]).toEqual(people.filter((_, index) => index % 2 === 1));
  });
});
