import { setTimeout as pause } from 'node:timers/promises';

/** Too short for anybody to notice, and about as long as calls that belong together are apart. */
const WAIT_MS = 3;

interface Options {
  /** Most calls in one run. */
  readonly maxCalls: number;
  /** How long a run waits, at most, for as many calls as the last one had; 3 ms when left out. */
  readonly waitMs?: number;
  /**
   * No call fails for what another one brought: the calls of a run that failed are run again, each by itself. Only for what
   * may be done twice, because a run whose commit was lost on the way back looks like one that failed.
   */
  readonly isolateFailures?: boolean;
}

interface Call<Given, Result> {
  readonly given: Given;
  readonly result: PromiseWithResolvers<Result>;
}

/**
 * Turns many calls into few runs. Calls that come while a run is under way share the next one; where the last run had
 * several calls, the next waits a moment for as many. So a busy ledger pays once for many calls, and a quiet one delays at
 * most the first.
 *
 * @param run gives one result for each call, in order; when it throws, every call of the run does, unless failures are isolated
 */
export function coalesce<Given, Result>(
  { maxCalls, waitMs = WAIT_MS, isolateFailures = false }: Options,
  run: (given: readonly Given[]) => Promise<readonly Result[]>,
): (given: Given) => Promise<Result> {
  const waiting: Call<Given, Result>[] = [];
  let isRunning = false;
  let lastSize = 1;

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      if (waiting.length < lastSize) await pause(waitMs);
      const calls = waiting.splice(0, maxCalls);
      lastSize = calls.length;
      const failed = await settle(calls, run, isolateFailures);
      // Nothing else waits for these: whatever comes meanwhile goes together again.
      for (const call of failed) void settle([call], run, false);
    }
    isRunning = false;
  }

  return (given) => {
    const result = Promise.withResolvers<Result>();
    waiting.push({ given, result });
    // Later in this tick, so that whoever calls in the same one comes along.
    if (!isRunning) {
      isRunning = true;
      queueMicrotask(() => void runAll());
    }
    return result.promise;
  };
}

/** Runs the calls together. @returns those that are to be run again, each by itself */
async function settle<Given, Result>(
  calls: readonly Call<Given, Result>[],
  run: (given: readonly Given[]) => Promise<readonly Result[]>,
  isolateFailures: boolean,
): Promise<readonly Call<Given, Result>[]> {
  try {
    const results = await run(calls.map(({ given }) => given));
    for (const [index, result] of results.entries()) calls[index]?.result.resolve(result);
    return [];
  } catch (error) {
    if (isolateFailures && calls.length > 1) return calls;
    for (const { result } of calls) result.reject(error);
    return [];
  }
}
