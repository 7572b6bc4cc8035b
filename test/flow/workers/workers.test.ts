import { describe, expect, it } from 'vitest';
import type { Log } from '../../../src/flow/ports/log.ts';
import type { ClaimedBatch } from '../../../src/flow/ports/store/deliver-batch.ts';
import type { ClaimedCard } from '../../../src/flow/ports/store/show-cards.ts';
import type { Work } from '../../../src/flow/workers/worker.ts';
import { createWorkers } from '../../../src/flow/workers/workers.ts';
import { createFakeClock, settled } from '../../support/fake-clock.ts';

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };
const LEASE_MS = 15_000;
const MAX_DRAIN_MS = 25_000;
const MAX_FLUSH_CARDS_MS = 2_000;

/** Workers without jobs, where a test does not say otherwise. */
function createProcess({
  deliver = {},
  untilNextCard = async () => undefined,
}: {
  readonly deliver?: Partial<Work<ClaimedBatch>>;
  readonly untilNextCard?: () => Promise<number | undefined>;
} = {}) {
  const clock = createFakeClock();
  const renewed: string[] = [];
  const looks = { deliveries: 0, cards: 0 };
  const nothing = { lanes: () => 16, perform: async () => undefined, untilNext: async () => undefined };
  const workers = createWorkers({
    ledger: {
      renewLeases: async (holders) => void renewed.push(...holders),
      expireLeases: async () => 0,
      untilNextCard,
    },
    deliver: {
      ...nothing,
      name: 'deliver',
      async claim(): Promise<ClaimedBatch | undefined> {
        looks.deliveries += 1;
        return undefined;
      },
      ...deliver,
    },
    refreshCards: {
      ...nothing,
      name: 'show cards',
      async claim(): Promise<ClaimedCard | undefined> {
        looks.cards += 1;
        return undefined;
      },
    },
    worker: 'W1',
    leaseMs: LEASE_MS,
    log: QUIET,
    clock,
  });
  async function stop() {
    const startedAt = clock.nowMs();
    const stopped = { afterMs: undefined as number | undefined };
    void workers.stop().then(() => {
      stopped.afterMs = clock.nowMs() - startedAt;
    });
    await settled();
    return stopped;
  }
  return { workers, clock, renewed, looks, stop };
}

/** One batch whose request is answered when the test says so. */
function oneBatch() {
  const batches = [{} as ClaimedBatch];
  const answer = Promise.withResolvers<void>();
  const deliver: Partial<Work<ClaimedBatch>> = {
    claim: async () => batches.shift(),
    perform: () => answer.promise,
  };
  return { deliver, answer };
}

describe('the workers of a process', () => {
  it('look for nothing before they start, and for both kinds of work when they are woken', async () => {
    const { workers, clock, looks } = createProcess();
    workers.wakeAll();
    await settled();
    const looksBefore = { ...looks };
    workers.start();
    await clock.pass(100);

    workers.wakeAll();
    await settled();

    expect(looksBefore).toEqual({ deliveries: 0, cards: 0 });
    expect(looks).toEqual({ deliveries: 2, cards: 2 });
  });

  it('keep the lease of a running delivery while they stop, and end when it is done', async () => {
    const { deliver, answer } = oneBatch();
    const { workers, clock, renewed, stop } = createProcess({ deliver });
    workers.start();
    await settled();

    const stopped = await stop();
    await clock.pass(LEASE_MS);
    const stoppedEarly = stopped.afterMs;
    answer.resolve();
    await settled();

    expect(new Set(renewed).size).toBe(1);
    expect(stoppedEarly).toBeUndefined();
    expect(stopped.afterMs).toBe(LEASE_MS);
  });

  it('give up a delivery that is not answered in 25 seconds', async () => {
    const { workers, clock, stop } = createProcess({ deliver: oneBatch().deliver });
    workers.start();
    await settled();

    const stopped = await stop();
    await clock.pass(2 * MAX_DRAIN_MS);

    expect(stopped.afterMs).toBe(MAX_DRAIN_MS);
  });

  it('stop when the cards show everything, and after two seconds when they do not', async () => {
    const waits: (number | undefined)[] = [0, 0, undefined];
    const catchesUp = createProcess({ untilNextCard: async () => waits.shift() });
    const neverDone = createProcess({ untilNextCard: async () => 0 });
    for (const { workers } of [catchesUp, neverDone]) workers.start();
    await settled();

    const [stoppedSoon, stoppedLate] = [await catchesUp.stop(), await neverDone.stop()];
    await catchesUp.clock.pass(MAX_DRAIN_MS);
    await neverDone.clock.pass(MAX_DRAIN_MS);

    expect(stoppedSoon.afterMs).toBe(100);
    expect(stoppedLate.afterMs).toBe(MAX_FLUSH_CARDS_MS);
  });

  it('stop at once when the ledger cannot say whether a card is behind', async () => {
    const { workers, stop } = createProcess({ untilNextCard: () => Promise.reject(new Error('down')) });
    workers.start();
    await settled();

    expect((await stop()).afterMs).toBe(0);
  });
});
