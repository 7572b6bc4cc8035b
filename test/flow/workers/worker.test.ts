import { describe, expect, it } from 'vitest';
import { createLeaseHolders } from '../../../src/flow/workers/lease-holders.ts';
import { createWorker, type Work } from '../../../src/flow/workers/worker.ts';
import { createFakeClock, settled } from '../../support/fake-clock.ts';

const POLL_MS = 60_000;
const RETRY_MS = 1_000;
const BACKOFF_MS = 10;

/** A worker on a queue in memory. What `change` says takes the place of the queue's own answers. */
function start(lanes: number, waiting: number[], change: Partial<Work<number>> = {}) {
  const clock = createFakeClock();
  const holders = createLeaseHolders('W1');
  const done: number[] = [];
  const logged: string[] = [];
  let claims = 0;
  let underWay = 0;
  let mostUnderWay = 0;
  const queue: Work<number> = {
    name: 'test',
    lanes: () => lanes,
    claim: async () => waiting.shift(),
    perform: async () => undefined,
    untilNext: async () => undefined,
    ...change,
  };
  const work: Work<number> = {
    ...queue,
    claim(holder) {
      claims += 1;
      return queue.claim(holder);
    },
    async perform(job, releaseLane) {
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      try {
        await queue.perform(job, releaseLane);
        done.push(job);
      } finally {
        underWay -= 1;
      }
    },
  };
  const log = { debug() {}, info() {}, warn() {}, error: (_: object, message: string) => void logged.push(message) };
  const worker = createWorker({ work, pollMs: POLL_MS, holders, log, clock });
  return { worker, clock, holders, waiting, done, logged, claims: () => claims, mostUnderWay: () => mostUnderWay };
}

/** Jobs that end when the test says so. */
function heldJobs({ releasesLane = false } = {}) {
  const ends = new Map<number, PromiseWithResolvers<void>>();
  return {
    perform(job: number, releaseLane: () => void) {
      if (releasesLane) releaseLane();
      const end = Promise.withResolvers<void>();
      ends.set(job, end);
      return end.promise;
    },
    async end(...jobs: number[]) {
      for (const job of jobs) ends.get(job)?.resolve();
      await settled();
    },
  };
}

describe('a worker', () => {
  it('does all that waits, and no more at once than it has lanes', async () => {
    const jobs = heldJobs();
    const { done, waiting, mostUnderWay } = start(4, [1, 2, 3, 4, 5, 6], jobs);
    await settled();
    const leftAtFirst = [...waiting];

    await jobs.end(1, 2, 3, 4);
    await jobs.end(5, 6);

    expect(leftAtFirst).toEqual([5, 6]);
    expect(done).toEqual([1, 2, 3, 4, 5, 6]);
    expect(mostUnderWay()).toBe(4);
  });

  it('asks once when nothing waits', async () => {
    const { claims } = start(16, []);

    await settled();

    expect(claims()).toBe(1);
  });

  it('asks for all lanes at once when the ledger answers them together, and asks only once when the next job is due', async () => {
    let questions = 0;
    const { claims } = start(16, [], {
      claimsTogether: true,
      async untilNext() {
        questions += 1;
        return undefined;
      },
    });

    await settled();

    expect(claims()).toBe(16);
    expect(questions).toBe(1);
  });

  it('looks when the ledger says that the next job is due', async () => {
    const { clock, waiting, done } = start(1, [], { untilNext: async () => 250 });
    await settled();
    waiting.push(1);

    await clock.pass(249);
    const doneBefore = [...done];
    await clock.pass(1);

    expect(doneBefore).toEqual([]);
    expect(done).toEqual([1]);
  });

  it('finds by its poll what it was not woken for', async () => {
    const { clock, waiting, done } = start(1, []);
    await settled();
    waiting.push(7);

    await clock.pass(POLL_MS - 1);
    const doneBefore = [...done];
    await clock.pass(1);

    expect(doneBefore).toEqual([]);
    expect(done).toEqual([7]);
  });

  it('goes on with its poll while the ledger does not answer one of its lanes', async () => {
    const answers = [() => new Promise<undefined>(() => undefined), async () => undefined];
    const { clock, waiting, done, worker } = start(2, [], {
      claim: async () => (answers.shift() ?? (async () => waiting.shift()))(),
    });
    worker.wake();
    await settled();
    waiting.push(1);

    await clock.pass(POLL_MS);

    expect(done).toEqual([1]);
  });
});

describe('a worker that is woken', () => {
  it('looks at once', async () => {
    const { clock, waiting, done, worker } = start(1, []);
    await clock.pass(BACKOFF_MS);
    waiting.push(1);

    worker.wake();
    await settled();

    expect(done).toEqual([1]);
  });

  it('waits longer from look to look while there is nothing, however often it is woken', async () => {
    const { clock, claims, worker } = start(1, []);

    for (let ms = 0; ms < 310; ms++) {
      worker.wake();
      await clock.pass(1);
    }

    // At 0, 10, 30, 70, 150, 230 and 310 ms.
    expect(claims()).toBe(7);
  });

  it('looks again when it is woken while it looks', async () => {
    const { clock, waiting, done, worker } = start(1, []);

    waiting.push(1);
    worker.wake();
    await clock.pass(BACKOFF_MS);

    expect(done).toEqual([1]);
  });

  it('looks again when it is woken while it asks when the next job is due', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { clock, waiting, done, worker } = start(1, [], { untilNext: () => answer.promise });
    await settled();

    waiting.push(1);
    worker.wake();
    answer.resolve(undefined);
    await clock.pass(BACKOFF_MS);

    expect(done).toEqual([1]);
  });

  it('gives a lane that asks when the next job is due a second job that another lane saw', async () => {
    const jobs = heldJobs();
    const answer = Promise.withResolvers<undefined>();
    const { clock, waiting, worker } = start(2, [], { ...jobs, untilNext: () => answer.promise });
    await clock.pass(BACKOFF_MS);

    waiting.push(1, 2);
    worker.wake();
    await settled();
    answer.resolve(undefined);
    await clock.pass(BACKOFF_MS);

    expect(waiting).toEqual([]);
  });
});

describe('a lane', () => {
  it('leaves the next look to the backoff when another lane has just found nothing', async () => {
    const jobs = heldJobs();
    const { clock, waiting, done, claims } = start(2, [1], jobs);
    await settled();
    waiting.push(2);

    await jobs.end(1);
    const claimsAtOnce = claims();
    await clock.pass(BACKOFF_MS);
    await jobs.end(2);

    expect(claimsAtOnce).toBe(2);
    expect(done).toEqual([1, 2]);
  });

  it('does one more job, and only one, while the last one is being saved', async () => {
    const jobs = heldJobs({ releasesLane: true });
    const { waiting, done, mostUnderWay } = start(1, [1, 2, 3], jobs);
    await settled();
    const leftWhileSaving = [...waiting];

    await jobs.end(1);
    await jobs.end(2, 3);

    expect(leftWhileSaving).toEqual([3]);
    expect(done).toEqual([1, 2, 3]);
    expect(mostUnderWay()).toBe(2);
  });

  it('goes on looking while its last job is being saved, however long that takes', async () => {
    const jobs = heldJobs({ releasesLane: true });
    const { clock, waiting, done } = start(1, [1], jobs);
    await clock.pass(POLL_MS);

    waiting.push(2);
    await clock.pass(POLL_MS);
    await jobs.end(2, 1);

    expect(done).toEqual([2, 1]);
  });

  it('does each job as a lease holder of its own, which is active only while the job runs', async () => {
    const jobs = heldJobs();
    const { holders } = start(2, [1, 2], {
      async perform(job, releaseLane) {
        await jobs.perform(job, releaseLane);
        if (job === 1) throw new Error('broken');
      },
    });
    await settled();
    const whileRunning = new Set(holders.active);

    await jobs.end(1, 2);

    expect(whileRunning.size).toBe(2);
    expect([...holders.active]).toEqual([]);
  });
});

describe('a worker with a failure', () => {
  it('goes on after a job that fails', async () => {
    const { done, logged } = start(1, [1, 2], {
      async perform(job) {
        if (job === 1) throw new Error('broken');
      },
    });

    await settled();

    expect(done).toEqual([2]);
    expect(logged).toEqual(['job failed']);
  });

  it('claims again after a second when the ledger does not answer, and says so once for lanes that claim together', async () => {
    const down = new Error('down');
    const refusals = Array.from({ length: 16 }, () => down);
    const { clock, waiting, done, logged } = start(16, [1], {
      claimsTogether: true,
      async claim() {
        const refusal = refusals.pop();
        if (refusal !== undefined) throw refusal;
        return waiting.shift();
      },
    });
    await clock.pass(RETRY_MS - 1);
    const doneBefore = [...done];
    await clock.pass(1);

    expect(logged).toEqual(['claim failed']);
    expect(doneBefore).toEqual([]);
    expect(done).toEqual([1]);
  });

  it('looks again after a second when the ledger does not say when the next job is due', async () => {
    const { clock, waiting, done, logged } = start(1, [], { untilNext: () => Promise.reject(new Error('down')) });
    await settled();
    waiting.push(1);

    await clock.pass(RETRY_MS);

    expect(logged[0]).toBe('asking for the next job failed');
    expect(done).toEqual([1]);
  });
});

describe('a worker that stops', () => {
  it('claims nothing more, and is stopped when the jobs that it has are done', async () => {
    const jobs = heldJobs();
    const { clock, waiting, worker } = start(1, [1, 2], jobs);
    await settled();
    let isStopped = false;

    void worker.stop().then(() => {
      isStopped = true;
    });
    worker.wake();
    await settled();
    const isStoppedEarly = isStopped;
    await jobs.end(1);
    await clock.pass(POLL_MS);

    expect(isStoppedEarly).toBe(false);
    expect(isStopped).toBe(true);
    expect(waiting).toEqual([2]);
  });

  it('does a job that the ledger gives it after that', async () => {
    const answer = Promise.withResolvers<number>();
    const { done, worker } = start(1, [], { claim: () => answer.promise });

    const stopped = worker.stop();
    answer.resolve(1);
    await stopped;

    expect(done).toEqual([1]);
  });

  it('waits for a job that is being saved, even when the ledger does not answer any more', async () => {
    const jobs = heldJobs({ releasesLane: true });
    const answers = [async () => 1, () => Promise.reject(new Error('down'))];
    const { done, worker } = start(1, [], { ...jobs, claim: async () => answers.shift()?.() });
    await settled();

    const doneAtStop = worker.stop().then(() => [...done]);
    await settled();
    await jobs.end(1);

    expect(await doneAtStop).toEqual([1]);
  });
});
