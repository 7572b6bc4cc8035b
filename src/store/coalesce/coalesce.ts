import { setTimeout as pause } from 'node:timers/promises';

/** Too short to be noticed, and about as long as calls of the same event are apart. */
const WAIT_MS = 3;

interface Options {
  readonly maxCalls: number;
  /** How long a run waits, at most, for as many calls as the last one had; 3 ms when left out. */
  readonly waitMs?: number;
  /**
   * Runs the calls of a run that failed again, each by itself, so that no call fails for another one's data. Only for work
   * that may be done twice: a run whose commit was not acknowledged looks like one that failed.
   */
  readonly isolateFailures?: boolean;
}

interface Call<Given, Result> {
  readonly given: Given;
  readonly result: PromiseWithResolvers<Result>;
}

/**
 * Turns many calls into few runs. Calls that come during a run share the next one; after a run of several calls, the next one
 * waits a little for as many. So a busy ledger commits once for many calls, and a quiet one delays none but the first.
 *
 * @param run gives one result for each call, in order; when it throws, every call of the run does, unless failures are isolated
 * @returns the function to call; it resolves to the call's own result
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
      // Not awaited: calls that come meanwhile share the next run.
      for (const call of failed) void settle([call], run, false);
    }
    isRunning = false;
  }

  return (given) => {
    const result = Promise.withResolvers<Result>();
    waiting.push({ given, result });
    // Later in this tick, so that all calls of the tick share the run.
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
