import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../../src/flow/ports/log.ts';
import { MAX_IDLE_BACKOFF_MS } from '../../../src/flow/workers/idle-backoff.ts';
import { createLeaseHolders } from '../../../src/flow/workers/lease-holders.ts';
import { createWorker, type Work } from '../../../src/flow/workers/worker.ts';
import { RETRY_CLAIM_MS } from '../../../src/flow/workers/worker-state.ts';
import { createFakeClock, settled } from '../../support/fake-clock.ts';

/** `MODEL_RUNS=10000` for a long one. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 2_000);
/** Much longer than a backoff, so that a lost wake-up shows. */
const POLL_MS = 1_000;
const LATER_MS = 700;
const MAX_LANES = 3;
const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A job that nobody has claimed. */
interface Queued {
  readonly dueAtMs: number;
  /** How long a worker that could look may leave it once it is due: less when it was woken for it or told of it. */
  allowedMs: number;
  neglectedMs: number;
}

/** What the worker asked the ledger. The ledger decides at one time, and its answer arrives at another. */
interface Question {
  readonly kind: 'claim' | 'next';
  decide(): void;
  answer(): void;
  fail(): void;
  isDecided: boolean;
}

interface Running {
  readonly releaseLane: () => void;
  readonly done: PromiseWithResolvers<void>;
  hasReleasedLane: boolean;
}

interface Setting {
  readonly lanes: number;
  readonly claimsTogether: boolean;
}

type World = ReturnType<typeof createWorld>;

/** A worker with a ledger that answers when it is told to, and everything that may not happen between them. */
function createWorld({ lanes, claimsTogether }: Setting, met: Set<string>) {
  const clock = createFakeClock();
  const queue: Queued[] = [];
  const questions: Question[] = [];
  const running: Running[] = [];
  /** What the worker did wrong; it would catch an error that is thrown where it asks. */
  const wrong = new Set<string>();
  let limit = lanes;
  let isStopping = false;
  let isStopped = false;

  const count = (kind: Question['kind']) => questions.filter((question) => question.kind === kind).length;
  const saving = () => running.filter(({ hasReleasedLane }) => hasReleasedLane).length;
  const isDue = ({ dueAtMs }: Queued) => dueAtMs <= clock.nowMs();

  function allow(jobs: readonly Queued[], ms: number): void {
    for (const job of jobs) if (ms < job.allowedMs) Object.assign(job, { allowedMs: ms, neglectedMs: 0 });
  }

  /** Asks, and resolves once the ledger has decided and answered. */
  function ask<Value>(kind: Question['kind'], decide: () => Value, onAnswer: (value: Value) => void): Promise<Value> {
    if (isStopping) wrong.add('asks after it was stopped');
    const answer = Promise.withResolvers<Value>();
    let decided: { value: Value } | undefined;
    const question: Question = {
      kind,
      isDecided: false,
      decide() {
        decided ??= { value: decide() };
        question.isDecided = true;
      },
      answer() {
        remove(questions, question);
        const { value } = decided ?? { value: decide() };
        onAnswer(value);
        answer.resolve(value);
      },
      fail() {
        remove(questions, question);
        for (const job of queue) Object.assign(job, { allowedMs: RETRY_CLAIM_MS, neglectedMs: 0 });
        answer.reject(new Error('down'));
      },
    };
    questions.push(question);
    const busy = questions.length + running.length - saving();
    if (kind === 'claim' && busy > limit) wrong.add('claims on more lanes than it may use');
    return answer.promise;
  }

  const work: Work<Queued> = {
    name: 'model',
    lanes: () => limit,
    claimsTogether,
    claim() {
      for (const job of queue) job.neglectedMs = 0;
      return ask(
        'claim',
        () => {
          const job = queue.find(isDue);
          if (job !== undefined) remove(queue, job);
          return job;
        },
        // Where it finds one job it looks for more.
        (job) => job && allow(queue, MAX_IDLE_BACKOFF_MS),
      );
    },
    async untilNext() {
      const { nextMs } = await ask(
        'next',
        () => ({
          nextMs: queue.map(({ dueAtMs }) => Math.max(0, dueAtMs - clock.nowMs())).toSorted((a, b) => a - b)[0],
          known: [...queue],
        }),
        ({ known }) => allow(known, MAX_IDLE_BACKOFF_MS),
      );
      return nextMs;
    },
    async perform(_, releaseLane) {
      const job: Running = { releaseLane, done: Promise.withResolvers(), hasReleasedLane: false };
      running.push(job);
      if (running.length > 2 * MAX_LANES) wrong.add('has more than two jobs a lane');
      try {
        await job.done.promise;
      } finally {
        remove(running, job);
      }
    },
  };

  const holders = createLeaseHolders('W');
  const worker = createWorker({ work, pollMs: POLL_MS, holders, log: QUIET, clock });

  function add(jobs: number, inMs: number, allowedMs: number): void {
    for (let job = 0; job < jobs; job++) queue.push({ dueAtMs: clock.nowMs() + inMs, allowedMs, neglectedMs: 0 });
  }

  function wake(): void {
    allow(queue, MAX_IDLE_BACKOFF_MS);
    if (count('claim') > 0) met.add('woken while it claims');
    if (questions.some(({ kind, isDecided }) => kind === 'next' && isDecided)) met.add('woken when told too early');
    if (running.length >= limit) met.add('woken while every lane works');
    if (clock.nextMs() !== undefined && questions.length === 0) met.add('woken while it waits');
    worker.wake();
  }

  /** Time that passes while a job is due and a lane is surely free counts against the worker. */
  async function pass(ms: number): Promise<void> {
    // A wait counts from the answer that tells it, so that answer may not be old.
    for (const question of [...questions]) if (question.kind === 'next' && question.isDecided) question.answer();
    await settled();
    const endMs = clock.nowMs() + ms;
    while (clock.nowMs() < endMs) {
      const stepMs = Math.min(endMs - clock.nowMs(), clock.nextMs() ?? Number.POSITIVE_INFINITY);
      if (!isStopping && questions.length === 0 && running.length < limit) neglect(stepMs);
      await clock.pass(stepMs);
    }
  }

  function neglect(ms: number): void {
    for (const job of queue) {
      job.neglectedMs += Math.max(0, Math.min(ms, clock.nowMs() + ms - job.dueAtMs));
      expect(job.neglectedMs, 'ms that a due job is left').toBeLessThanOrEqual(job.allowedMs);
    }
  }

  return {
    add: (jobs: number, inMs: number) => add(jobs, inMs, POLL_MS),
    wake,
    pass,
    queue,
    questions,
    running,
    releaseLane(job: Running) {
      if (job.hasReleasedLane) return;
      if (saving() > 0) met.add('takes next while another job is being saved');
      job.hasReleasedLane = true;
      job.releaseLane();
    },
    /** An answer tells how many may be under way from now on. */
    finish(job: Running, how: 'well' | 'by an error' | 'with a retry', newLimit = limit) {
      if (newLimit < running.length - 1) met.add('has more under way than it may have');
      limit = newLimit;
      if (job.hasReleasedLane && running.length === 1 && clock.nextMs() === undefined)
        met.add('saved while no timer is set');
      // The lane of a job that has taken next does not look again, and neither does one with a job that is being saved.
      if (how === 'with a retry') add(1, LATER_MS, saving() === 0 ? MAX_IDLE_BACKOFF_MS : POLL_MS);
      if (how === 'by an error') job.done.reject(new Error('broken'));
      else job.done.resolve();
    },
    stop() {
      if (count('claim') > 0) met.add('stopped while it claims');
      if (count('next') > 0) met.add('stopped while it asks');
      if (saving() > 0) met.add('stopped while a job is being saved');
      isStopping = true;
      void worker.stop().then(() => {
        isStopped = true;
      });
    },
    isStopping: () => isStopping,
    /** What holds whenever nothing more happens by itself. */
    async check() {
      await settled();
      expect([...wrong]).toEqual([]);
      expect(isStopped, 'stopped').toBe(isStopping && questions.length === 0 && running.length === 0);
      expect(holders.active.size, 'active holders').toBe(running.length);
    },
  };
}

function remove<Item>(items: Item[], item: Item): void {
  const index = items.indexOf(item);
  if (index >= 0) items.splice(index, 1);
}

/** What may happen, with the world as its own model: it checks what the worker does whenever it does it. */
type Move = fc.AsyncCommand<World, World>;

function move(name: string, isPossible: (world: World) => boolean, act: (world: World) => void | Promise<void>): Move {
  return {
    check: isPossible,
    async run(_, world) {
      await act(world);
      await world.check();
    },
    toString: () => name,
  };
}

/** One of several, whatever their number is. */
function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('Nothing to pick from');
  return item;
}

const always = () => true;
const isRunning = ({ running }: World) => running.length > 0;
const WHICH = fc.nat(5);

function question(kind: Question['kind'], what: 'decide' | 'answer' | 'fail'): fc.Arbitrary<Move> {
  const those = ({ questions }: World) => questions.filter((one) => one.kind === kind);
  return WHICH.map((which) =>
    move(
      `${what} ${kind} ${which}`,
      (world) => those(world).length > 0,
      (world) => pick(those(world), which)[what](),
    ),
  );
}

const JOBS = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 0, 0, LATER_MS));

/** What is named more than once happens more often. */
const MOVES: readonly fc.Arbitrary<Move>[] = [
  fc.constant(move('wake', always, (world) => world.wake())),
  JOBS.map(([count, inMs]) => move(`${count} jobs in ${inMs} ms`, always, (world) => world.add(count, inMs))),
  ...twice(
    JOBS.map(([count, inMs]) =>
      move(`${count} jobs in ${inMs} ms, and wake`, always, (world) => {
        world.add(count, inMs);
        world.wake();
      }),
    ),
  ),
  question('claim', 'decide'),
  ...twice(question('claim', 'answer')),
  question('claim', 'fail'),
  ...twice(question('next', 'decide')),
  question('next', 'answer'),
  question('next', 'fail'),
  ...twice(
    WHICH.map((which) =>
      move(`release lane of ${which}`, isRunning, (world) => world.releaseLane(pick(world.running, which))),
    ),
  ),
  fc
    .tuple(
      WHICH,
      fc.constantFrom('well', 'well', 'by an error', 'with a retry'),
      fc.option(fc.integer({ min: 1, max: MAX_LANES }), { nil: undefined }),
    )
    .map(([which, how, limit]) =>
      move(`finish ${which} ${how}, then ${limit} lanes`, isRunning, (world) =>
        world.finish(pick(world.running, which), how, limit),
      ),
    ),
  ...twice(
    fc
      .constantFrom(1, 10, 100, 100, POLL_MS, POLL_MS)
      .map((ms) => move(`${ms} ms pass`, always, (world) => world.pass(ms))),
  ),
];

function twice<Item>(item: Item): [Item, Item] {
  return [item, item];
}

const STOP = fc.constant(
  move(
    'stop',
    ({ isStopping }) => !isStopping(),
    (world) => world.stop(),
  ),
);

/** The ledger answers and the jobs end, until nothing is queued any more. */
async function finishAll(world: World): Promise<void> {
  for (let round = 0; round < 200; round++) {
    for (const question of [...world.questions]) question.answer();
    for (const job of [...world.running]) world.finish(job, 'well');
    await world.check();
    if (world.questions.length + world.running.length > 0) continue;
    if (world.queue.length === 0 || world.isStopping()) return;
    await world.pass(100);
  }
  throw new Error('the worker does not come to an end');
}

/** Whatever happened, a worker still looks for the work of other processes, and it can be stopped. */
async function lookOnceMoreAndStop(world: World): Promise<void> {
  await finishAll(world);
  if (world.isStopping()) return;
  world.add(1, 0);
  await finishAll(world);
  world.stop();
  await world.check();
}

const SETTING: fc.Arbitrary<Setting> = fc.record({
  lanes: fc.integer({ min: 1, max: MAX_LANES }),
  claimsTogether: fc.boolean(),
});

describe('a worker, whatever happens in whatever order', () => {
  it('claims each due job in time, keeps to its lanes, and stops when all is done', {
    timeout: 5_000 + 50 * RUNS,
  }, async () => {
    const met = new Set<string>();

    await fc.assert(
      fc.asyncProperty(
        SETTING,
        fc.commands([...MOVES, ...MOVES, ...MOVES, STOP], { maxCommands: 40, size: 'max' }),
        async (setting, moves) => {
          const world = createWorld(setting, met);
          await fc.asyncModelRun(() => ({ model: world, real: world }), moves);
          await lookOnceMoreAndStop(world);
        },
      ),
      { numRuns: RUNS, seed: 20_261_128 },
    );

    expect([...met].toSorted()).toEqual([
      'has more under way than it may have',
      'saved while no timer is set',
      'stopped while a job is being saved',
      'stopped while it asks',
      'stopped while it claims',
      'takes next while another job is being saved',
      'woken when told too early',
      'woken while every lane works',
      'woken while it claims',
      'woken while it waits',
    ]);
  });
});
