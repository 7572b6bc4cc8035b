import { type IdleBackoff, isBackingOff, NO_BACKOFF, resetBackoff, startBackoff } from './idle-backoff.ts';

/**
 * A worker as a state machine, without a clock, timers or a ledger of its own: `changeMode` takes a state and what
 * happened, and gives the next state and what to ask of the ledger. A worker has lanes, and each lane does one job at a
 * time; while the result of a job is being saved, its lane may do one more. There are as many lanes as were ever busy at once.
 *
 * A worker is
 * - `running`: whenever a look is due, its free lanes claim jobs;
 * - `stopping`: it claims nothing more, and every job that it has is finished;
 * - `stopped`: every lane is done.
 *
 * A lane is
 * - `free`: it has nothing to do until a look is due, except that its last job may still be being saved;
 * - `claiming`: it asks the ledger for a job;
 * - `asking`: no lane found a job, so it asks the ledger when the next one is due;
 * - `working`: it does a job;
 * - `waiting`: it needs nothing more for its job, but the one before is still being saved.
 *
 * No wake-up is lost, because a wake-up is kept until a claim begins after it, no matter what the lanes do in between. The same
 * holds for the time of the next look. A claim that begins finds all that was due before it, and each result of a claim
 * leads to the next look.
 */
export interface WorkerState {
  readonly mode: 'running' | 'stopping' | 'stopped';
  readonly lanes: readonly Lane[];
  /** How many lanes may be busy now; more than that finish what they have. */
  readonly limit: number;
  /** A wake-up came, and no claim has begun since. It is due when the backoff ends. */
  readonly isWoken: boolean;
  /** When to look without a wake-up; infinite while the result of a claim will tell. */
  readonly lookAtMs: number;
  readonly backoff: IdleBackoff;
  readonly settings: WorkerSettings;
}

export interface WorkerSettings {
  /** The longest wait between two looks while a lane is free. */
  readonly pollMs: number;
  /** Whether up to 16 lanes claim when a look is due, or one. When all of them get a job, as many more claim. */
  readonly claimsTogether: boolean;
}

interface Lane {
  readonly mode: 'free' | 'claiming' | 'asking' | 'working' | 'waiting';
  /** What it works at. */
  readonly job: string | undefined;
  /** The job before, which is still being saved. */
  readonly saving: string | undefined;
}

export type WorkerEvent =
  /** A job may be due. */
  | { readonly kind: 'wake' }
  /** The time of the next look has come. */
  | { readonly kind: 'timer' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'claimed'; readonly lane: number; readonly job: string }
  | { readonly kind: 'found_nothing'; readonly lane: number }
  /** The ledger said in how many milliseconds a job is due; undefined when none waits. */
  | { readonly kind: 'next_known'; readonly lane: number; readonly nextMs: number | undefined }
  /** The ledger failed to answer. */
  | { readonly kind: 'ledger_failed'; readonly lane: number }
  /** The job only has to be saved, so its lane may do the next one. */
  | { readonly kind: 'lane_released'; readonly lane: number; readonly job: string }
  | { readonly kind: 'job_done'; readonly lane: number; readonly job: string };

/** What to ask of the ledger for a lane: a job, or when the next one is due. */
export interface WorkerCommand {
  readonly kind: 'claim' | 'ask_next';
  readonly lane: number;
}

interface Change {
  readonly state: WorkerState;
  readonly commands: readonly WorkerCommand[];
}

export const RETRY_CLAIM_MS = 1_000;
/** More would make each look longer for a ledger that has few jobs. */
const MAX_CLAIMS_TOGETHER = 16;
const FREE: Lane = { mode: 'free', job: undefined, saving: undefined };

/** A worker that has not looked yet; its first look is due at once. */
export function newWorkerState(settings: WorkerSettings): WorkerState {
  return {
    mode: 'running',
    lanes: [],
    limit: 0,
    isWoken: true,
    lookAtMs: Number.POSITIVE_INFINITY,
    backoff: NO_BACKOFF,
    settings,
  };
}

/** The only function that changes a mode. */
export function changeMode(state: WorkerState, event: WorkerEvent, nowMs: number): Change {
  const reaction = react(state, event, nowMs);
  const look = lookWhenDue(reaction.state, nowMs);
  return { state: stopWhenDone(look.state), commands: [...reaction.commands, ...look.commands] };
}

/** When the worker's timer is due; undefined when there is nothing to wait for, or no lane that could look. */
export function nextLookAtMs(state: WorkerState): number | undefined {
  const { mode, isWoken, lookAtMs, backoff } = state;
  if (mode !== 'running' || roomOf(state) === 0) return undefined;
  const atMs = isWoken ? Math.min(lookAtMs, backoff.endsAtMs) : lookAtMs;
  return Number.isFinite(atMs) ? atMs : undefined;
}

function react(state: WorkerState, event: WorkerEvent, nowMs: number): Change {
  switch (event.kind) {
    case 'wake':
      return just({ ...state, isWoken: true });
    case 'timer':
      return just(state);
    case 'stop':
      return just({ ...state, mode: 'stopping' });
    case 'claimed':
      return claimed(state, event.lane, event.job, nowMs);
    case 'found_nothing':
      return foundNothing(state, event.lane, nowMs);
    case 'next_known':
      return just(lookWithin(setFree(state, event.lane), event.nextMs ?? state.settings.pollMs, nowMs));
    case 'ledger_failed':
      return just(lookWithin(setFree(state, event.lane), RETRY_CLAIM_MS, nowMs));
    case 'lane_released':
      return laneReleased(state, event.lane, event.job, nowMs);
    case 'job_done':
      return jobDone(state, event.lane, event.job, nowMs);
  }
}

function claimed(state: WorkerState, index: number, job: string, nowMs: number): Change {
  // The response to a lane that asks may be older than this job, so it looks again.
  const isWoken = state.isWoken || state.lanes.some(({ mode }) => mode === 'asking');
  const working = { ...setLane(state, index, { mode: 'working', job }), isWoken, backoff: resetBackoff(state.backoff) };
  if (working.lanes.some(({ mode }) => mode === 'claiming')) return just(working);
  // Where one job is due there may be more, unless a lane of the same look found nothing. Without a free lane that is kept for
  // when there is one, because the limit may rise meanwhile.
  return isBackingOff(state.backoff, nowMs) || roomOf(working) === 0
    ? just({ ...working, isWoken: true })
    : claimOnFreeLanes(working);
}

function foundNothing(state: WorkerState, index: number, nowMs: number): Change {
  const free = { ...setFree(state, index), backoff: startBackoff(state.backoff, nowMs) };
  if (state.mode !== 'running' || state.isWoken) return just(free);
  // The last of several lanes asks, because its claim may still find something.
  if (free.lanes.some(({ mode }) => mode === 'claiming')) return just(lookWithin(free, state.settings.pollMs, nowMs));
  return { state: setLane(free, index, { mode: 'asking' }), commands: [{ kind: 'ask_next', lane: index }] };
}

function laneReleased(state: WorkerState, index: number, job: string, nowMs: number): Change {
  const lane = laneAt(state, index);
  if (lane.mode !== 'working' || lane.job !== job) return just(state);
  return lane.saving === undefined
    ? claimNext(state, index, job, nowMs)
    : just(setLane(state, index, { mode: 'waiting' }));
}

function jobDone(state: WorkerState, index: number, job: string, nowMs: number): Change {
  const lane = laneAt(state, index);
  if (job === lane.saving)
    return lane.mode === 'waiting'
      ? claimNext(state, index, lane.job, nowMs)
      : just(setLane(state, index, { saving: undefined }));
  return lane.saving === undefined
    ? claimNext(state, index, undefined, nowMs)
    : just(setLane(state, index, { mode: 'waiting', job: undefined }));
}

/** @param saving the lane's last job, while it is still being saved */
function claimNext(state: WorkerState, index: number, saving: string | undefined, nowMs: number): Change {
  const free = setLane(state, index, { mode: 'free', job: undefined, saving });
  // Another lane has just found that nothing is due, or there are too many: this one need not ask at once.
  return isBackingOff(state.backoff, nowMs) || roomOf(free) === 0
    ? just({ ...free, isWoken: true })
    : claimOn(free, [index]);
}

function lookWhenDue(state: WorkerState, nowMs: number): Change {
  const atMs = nextLookAtMs(state);
  return atMs !== undefined && atMs <= nowMs ? claimOnFreeLanes(state) : just(state);
}

/** Lanes that have worked before, then new ones. */
function claimOnFreeLanes(state: WorkerState): Change {
  const count = Math.min(roomOf(state), state.settings.claimsTogether ? MAX_CLAIMS_TOGETHER : 1);
  const free = [...state.lanes.keys()].filter((index) => isFree(laneAt(state, index))).slice(0, count);
  const added = Array.from({ length: count - free.length }, (_, index) => state.lanes.length + index);
  return claimOn(state, [...free, ...added]);
}

/** How many more lanes may be busy. */
function roomOf({ lanes, limit }: WorkerState): number {
  const busy = lanes.reduce((count, lane) => (isFree(lane) ? count : count + 1), 0);
  return Math.max(0, limit - busy);
}

function claimOn(state: WorkerState, indexes: readonly number[]): Change {
  if (state.mode !== 'running' || indexes.length === 0) return just(state);
  return {
    state: {
      ...indexes.reduce((before, index) => setLane(before, index, { mode: 'claiming' }), state),
      isWoken: false,
      lookAtMs: Number.POSITIVE_INFINITY,
    },
    commands: indexes.map((lane) => ({ kind: 'claim', lane })),
  };
}

/** At least 1 ms, because a ledger may call a job due that it does not give. */
function lookWithin(state: WorkerState, ms: number, nowMs: number): WorkerState {
  const waitMs = Math.min(Math.max(ms, 1), state.settings.pollMs);
  return { ...state, lookAtMs: Math.min(state.lookAtMs, nowMs + waitMs) };
}

function stopWhenDone(state: WorkerState): WorkerState {
  const isDone = state.mode === 'stopping' && state.lanes.every((lane) => isFree(lane) && lane.saving === undefined);
  return isDone ? { ...state, mode: 'stopped' } : state;
}

function isFree({ mode }: Lane): boolean {
  return mode === 'free';
}

function setFree(state: WorkerState, index: number): WorkerState {
  return setLane(state, index, { mode: 'free' });
}

function setLane(state: WorkerState, index: number, change: Partial<Lane>): WorkerState {
  return { ...state, lanes: state.lanes.toSpliced(index, 1, { ...laneAt(state, index), ...change }) };
}

function laneAt({ lanes }: WorkerState, index: number): Lane {
  return lanes[index] ?? FREE;
}

function just(state: WorkerState): Change {
  return { state, commands: [] };
}
