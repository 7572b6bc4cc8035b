import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SendOutcome } from '../../../src/core/send/delivery/outcome.ts';
import type { ClaimedCard } from '../../../src/flow/ports/store/show-cards.ts';
import { createDeliverBatch } from '../../../src/flow/send/deliver-batch.ts';
import { createWorkers } from '../../../src/flow/workers/workers.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { newSend, SILENT } from '../../store/opened-ledger.ts';

const RATE = 1_000;
const NO_CARDS = {
  name: 'no cards',
  lanes: () => 1,
  claim: async (): Promise<ClaimedCard | undefined> => undefined,
  perform: async () => undefined,
  untilNext: async () => undefined,
};

/** A process whose Kaleyra answers when the test says so. */
async function startProcess(messages: number, maxInFlight: number) {
  const folder = mkdtempSync(join(tmpdir(), 'slow-'));
  const url = `file:${folder}/ledger.db`;
  const store = await openStore({ url, messagesPerSecond: RATE, leaseMs: 15_000, log: SILENT });
  await store.ledger.accept(newSend('S1', { sizes: Array.from({ length: messages }, () => 1), cards: [] }));
  const waiting: ((outcome: SendOutcome) => void)[] = [];
  const sent: string[] = [];
  let most = 0;
  const workers = createWorkers({
    ledger: store.ledger,
    deliver: createDeliverBatch({
      ledger: store.ledger,
      provider: {
        encode: ({ recipients }) => ({ ok: true, value: { fields: recipients.map((to) => ['to', to] as const) } }),
        send({ fields }) {
          sent.push(...fields.map(([, to]) => to));
          const answer = Promise.withResolvers<SendOutcome>();
          waiting.push(answer.resolve);
          most = Math.max(most, waiting.length);
          return answer.promise;
        },
      },
      limits: { messagesPerSecond: RATE, maxInFlight },
      pauseOnRefusal: async () => undefined,
      concealment: createScrubber([]),
      wakeCards() {},
      random: Math.random,
      log: SILENT,
    }),
    refreshCards: NO_CARDS,
    worker: 'W1',
    leaseMs: 15_000,
    log: SILENT,
  });
  workers.start();
  onTestFinished(async () => {
    await workers.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return {
    sent,
    waiting,
    most: () => most,
    answer(outcome: SendOutcome, count: number) {
      for (const resolve of waiting.splice(0, count)) resolve(outcome);
    },
  };
}

const REJECTED: SendOutcome = { kind: 'rejected', code: 'E1', text: undefined };
const NO_ANSWER: SendOutcome = { kind: 'unknown', reason: 'no_answer', code: 'TIMEOUT', text: undefined };

describe('a Kaleyra that takes long for its answers', () => {
  it('has as many requests at once as there may be, and each message once', async () => {
    const { sent, waiting, most, answer } = await startProcess(120, 80);
    await expect.poll(() => waiting.length, { timeout: 10_000 }).toBe(80);

    answer(REJECTED, 80);
    await expect.poll(() => sent.length, { timeout: 10_000 }).toBe(120);
    answer(REJECTED, 80);

    expect(most()).toBe(80);
    expect(new Set(sent).size).toBe(120);
  });

  it('gets one message at a time once it does not answer at all, and more again when it does', async () => {
    const { sent, waiting, answer } = await startProcess(40, 20);
    await expect.poll(() => waiting.length, { timeout: 10_000 }).toBe(20);

    answer(NO_ANSWER, 20);
    await expect.poll(() => sent.length, { timeout: 10_000 }).toBe(21);
    const whileSilent = waiting.length;
    answer(REJECTED, 1);

    expect(whileSilent).toBe(1);
    await expect.poll(() => waiting.length, { timeout: 10_000 }).toBe(2);
    while (sent.length < 40 || waiting.length > 0) {
      answer(REJECTED, 40);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
