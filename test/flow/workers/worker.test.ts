import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../src/flow/ports/ports.ts';
import { createLeaseHolders } from '../../../src/flow/workers/lease-holders.ts';
import { createWorker, type Work, type Worker } from '../../../src/flow/workers/worker.ts';

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

interface Queue extends Work<number> {
  readonly done: number[];
  readonly claims: () => number;
  readonly most: () => number;
  add(...jobs: number[]): void;
}

function queueOf(perform: (job: number, takeNext: () => void) => Promise<void> = async () => {}): Queue {
  const waiting: number[] = [];
  const done: number[] = [];
  let claims = 0;
  let under = 0;
  let most = 0;
  return {
    name: 'test',
    done,
    claims: () => claims,
    most: () => most,
    add: (...jobs) => void waiting.push(...jobs),
    async claim() {
      claims += 1;
      return waiting.shift();
    },
    async perform(job, takeNext) {
      under += 1;
      most = Math.max(most, under);
      await perform(job, takeNext);
      under -= 1;
      done.push(job);
    },
    untilNext: async () => undefined,
  };
}

let worker: Worker | undefined;
const holders = createLeaseHolders('W1');
afterEach(() => worker?.stop());

function start(work: Queue, lanes: number, pollMs = 60_000): Worker {
  worker = createWorker({ work, lanes, pollMs, holders, log: QUIET });
  return worker;
}

const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 2));

describe('a worker', () => {
  it('does everything that waits, and no more at once than it has lanes', async () => {
    const queue = queueOf(tick);
    queue.add(...Array.from({ length: 40 }, (_, index) => index));

    start(queue, 4);

    await expect.poll(() => queue.done.length).toBe(40);
    expect(queue.most()).toBe(4);
  });

  it('asks once when nothing waits', async () => {
    const queue = queueOf();

    start(queue, 16);
    await tick();

    expect(queue.claims()).toBe(1);
  });

  it('asks for all lanes in the same moment when that costs the ledger one', async () => {
    const queue = queueOf();

    start({ ...queue, claimsTogether: true }, 16);
    await tick();

    expect(queue.claims()).toBe(16);
  });

  it('rests after a look that found nothing, however often it is woken', async () => {
    const queue = queueOf();
    const running = start(queue, 1);

    for (let wakes = 0; wakes < 20; wakes++) {
      await tick();
      running.wake();
    }

    expect(queue.claims()).toBeGreaterThan(1);
    expect(queue.claims()).toBeLessThan(10);
  });

  it('rests after a piece as well when another lane has just found nothing', async () => {
    const performed = Promise.withResolvers<void>();
    const queue = queueOf(() => tick().then(performed.resolve));
    queue.add(1);
    start(queue, 2);
    await performed.promise;
    queue.add(2);

    await new Promise((resolve) => setImmediate(resolve));
    const claimsAtOnce = queue.claims();

    expect(claimsAtOnce).toBe(2);
    await expect.poll(() => queue.done).toEqual([1, 2]);
  });

  it('does one more piece, and only one, while the last one is only being written', async () => {
    const written = Promise.withResolvers<void>();
    const queue = queueOf(async (_, takeNext) => {
      takeNext();
      await written.promise;
    });
    queue.add(1, 2, 3);
    start(queue, 1);
    await tick();

    const claimsWhileWriting = queue.claims();
    written.resolve();

    expect(claimsWhileWriting).toBe(2);
    await expect.poll(() => queue.done).toEqual([1, 2, 3]);
    expect(queue.most()).toBe(2);
  });

  it('goes on looking when writing the last piece took longer than the pause between two looks', async () => {
    const written = Promise.withResolvers<void>();
    const queue = queueOf(async (_, takeNext) => {
      takeNext();
      await written.promise;
    });
    queue.add(1);
    start(queue, 1, 5);
    await new Promise((resolve) => setTimeout(resolve, 20));

    written.resolve();
    await expect.poll(() => queue.done).toEqual([1]);
    queue.add(2);

    await expect.poll(() => queue.done).toEqual([1, 2]);
  });

  it('stops only when what it was writing is written, even though the ledger gives it nothing more', async () => {
    const written = Promise.withResolvers<void>();
    const queue = queueOf(async (_, takeNext) => {
      takeNext();
      await written.promise;
    });
    const answers = [queue.claim, () => Promise.reject(new Error('down'))];
    queue.add(1);
    const running = start({ ...queue, claim: (holder) => (answers.shift() ?? queue.claim)(holder) }, 1);
    await expect.poll(() => answers).toEqual([]);

    const stopped = running.stop();
    const doneBefore = [...queue.done];
    written.resolve();
    await stopped;

    expect(doneBefore).toEqual([]);
    expect(queue.done).toEqual([1]);
  });

  it('says once that the ledger is away, though many lanes asked', async () => {
    const told: string[] = [];
    const away = new Error('down');
    const queue = { ...queueOf(), claimsTogether: true, claim: () => Promise.reject(away) };

    worker = createWorker({
      work: queue,
      lanes: 16,
      pollMs: 60_000,
      holders,
      log: { ...QUIET, error: (_, message) => void told.push(message) },
    });
    await tick();

    expect(told).toEqual(['the ledger gave no work']);
  });

  it('looks again soon when it is woken while it looks', async () => {
    const queue = queueOf();
    const running = start(queue, 1);

    queue.add(1);
    running.wake();

    await expect.poll(() => queue.done).toEqual([1]);
  });

  it('looks again when it is woken while it asks how long there is nothing', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const queue: Queue = {
      ...queueOf(),
      async untilNext() {
        asked.resolve();
        await answer.promise;
        return undefined;
      },
    };
    const running = start(queue, 1);
    await asked.promise;

    queue.add(1);
    running.wake();
    answer.resolve();

    await expect.poll(() => queue.done).toEqual([1]);
  });

  it('finds by its slow look what nobody woke it for', async () => {
    const queue = queueOf();
    start(queue, 1, 5);
    await tick();

    queue.add(7);

    await expect.poll(() => queue.done).toEqual([7]);
  });

  it('goes on after a piece that breaks, and after a ledger that does not answer', async () => {
    const queue = queueOf(async (job) => {
      if (job === 1) throw new Error('broken piece');
    });
    const answers = [() => Promise.reject(new Error('down'))];
    const shaky: Queue = {
      ...queue,
      claim: (holder) => (answers.shift() ?? queue.claim)(holder),
    };
    queue.add(1, 2);
    const running = start(shaky, 1);
    await tick();

    running.wake();

    await expect.poll(() => queue.done).toEqual([2]);
  });

  it('holds each piece under a name of its own, and only while it is under way', async () => {
    const heldAtOnce: number[] = [];
    const queue = queueOf(async (job) => {
      heldAtOnce.push(holders.active.size);
      await tick();
      if (job === 1) throw new Error('broken piece');
    });
    queue.add(1, 2);

    start(queue, 2);

    await expect.poll(() => queue.done).toEqual([2]);
    expect(Math.max(...heldAtOnce)).toBe(2);
    expect([...holders.active]).toEqual([]);
  });

  it('takes nothing new once it stops, and waits for what is under way', async () => {
    const queue = queueOf(tick);
    queue.add(1, 2, 3);
    const running = start(queue, 1);
    await expect.poll(() => queue.most()).toBe(1);

    await running.stop();
    const doneAtStop = [...queue.done];
    await tick();

    expect(queue.done).toEqual(doneAtStop);
    expect(queue.done.length).toBeLessThan(3);
  });
});
