import type { Log } from '../ports/log.ts';
import { type Clock, systemClock } from '../timing/clock.ts';
import type { LeaseHolders } from './lease-holders.ts';
import { changeMode, newWorkerState, nextLookAtMs, type WorkerCommand, type WorkerEvent } from './worker-state.ts';

/** A kind of work that the ledger gives out job by job. */
export interface Work<Job> {
  readonly name: string;
  /** How many of its jobs may be under way now; asked whenever something happens. */
  lanes(): number;
  /** Whether claims that are made together cost the ledger one: then several lanes claim together. */
  readonly claimsTogether?: boolean;
  /** Takes one job for this lease holder; undefined when none is due. */
  claim(holder: string): Promise<Job | undefined>;
  /** @param releaseLane may be called once the job only has to be saved: its lane then does one more job meanwhile */
  perform(job: Job, releaseLane: () => void): Promise<void>;
  /** Milliseconds until a job may be due; undefined when none waits. */
  untilNext(): Promise<number | undefined>;
}

export interface Worker {
  /** A job may be due: look now, or when the idle backoff ends. */
  wake(): void;
  /** Claims nothing more; resolves when every job that it has is done. */
  stop(): Promise<void>;
}

interface Options<Job> {
  readonly work: Work<Job>;
  /** The longest wait between two looks, for work of other processes whose wake-up was lost. */
  readonly pollMs: number;
  readonly holders: LeaseHolders;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Runs the state machine of `worker-state.ts`: asks the ledger, does the jobs and keeps the timer. */
export function createWorker<Job>(options: Options<Job>): Worker {
  const { work, pollMs, holders, log, clock = systemClock } = options;
  const stopped = Promise.withResolvers<void>();
  const timer = createTimer(clock, () => handle({ kind: 'timer' }));
  let state = newWorkerState({ pollMs, claimsTogether: work.claimsTogether === true });
  let lastFailure: unknown;

  function handle(event: WorkerEvent): void {
    const change = changeMode({ ...state, limit: work.lanes() }, event, clock.nowMs());
    state = change.state;
    timer.set(nextLookAtMs(state));
    if (state.mode === 'stopped') stopped.resolve();
    // Last, because a job may call `releaseLane` before this returns.
    for (const command of change.commands) void run(command);
  }

  function run({ kind, lane }: WorkerCommand): Promise<void> {
    return kind === 'claim' ? claimAndPerform(lane) : askNext(lane);
  }

  async function claimAndPerform(lane: number): Promise<void> {
    const holder = holders.create();
    const claim = await attempt(() => work.claim(holder), 'claim failed');
    if (claim === undefined) return handle({ kind: 'ledger_failed', lane });
    if (claim.value === undefined) return handle({ kind: 'found_nothing', lane });
    handle({ kind: 'claimed', lane, job: holder });
    await perform(claim.value, holder, () => handle({ kind: 'lane_released', lane, job: holder }));
    handle({ kind: 'job_done', lane, job: holder });
  }

  async function askNext(lane: number): Promise<void> {
    const next = await attempt(() => work.untilNext(), 'asking for the next job failed');
    handle(next === undefined ? { kind: 'ledger_failed', lane } : { kind: 'next_known', lane, nextMs: next.value });
  }

  async function attempt<Value>(ask: () => Promise<Value>, failure: string): Promise<{ value: Value } | undefined> {
    try {
      return { value: await ask() };
    } catch (error) {
      // Lanes that claim together all get the same error.
      if (error !== lastFailure) log.error({ err: error, work: work.name }, failure);
      lastFailure = error;
      return undefined;
    }
  }

  async function perform(job: Job, holder: string, releaseLane: () => void): Promise<void> {
    try {
      await holders.runAs(holder, () => work.perform(job, releaseLane));
    } catch (error) {
      log.error({ err: error, work: work.name }, 'job failed');
    }
  }

  // The first look is due at once.
  handle({ kind: 'timer' });
  return {
    wake: () => handle({ kind: 'wake' }),
    stop() {
      handle({ kind: 'stop' });
      return stopped.promise;
    },
  };
}

/** One timer that is set anew only when its time changes. */
function createTimer(clock: Clock, act: () => void) {
  let setAtMs: number | undefined;
  let cancel: (() => void) | undefined;

  return {
    set(atMs: number | undefined): void {
      if (atMs === setAtMs) return;
      cancel?.();
      setAtMs = atMs;
      cancel =
        atMs === undefined
          ? undefined
          : clock.after(Math.max(0, Math.ceil(atMs - clock.nowMs())), () => {
              setAtMs = undefined;
              act();
            });
    },
  };
}
