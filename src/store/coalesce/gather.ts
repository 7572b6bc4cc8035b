import { setTimeout as pause } from 'node:timers/promises';

/** Less than anybody notices, and as long as what comes together is apart. */
const MOMENT_MS = 3;

/**
 * Callers that come while a round is under way go together in the next one, and where the last one had company the next
 * waits a moment for as much: a busy ledger pays once for many of them, and a quiet one keeps at most the first one waiting.
 *
 * @param largest most callers in one round
 * @param run gives one result for each, in order; when it throws, every caller of the round hears of it
 * @param momentMs how long a round waits at most
 */
export function gather<Given, Result>(
  largest: number,
  run: (given: readonly Given[]) => Promise<readonly Result[]>,
  momentMs = MOMENT_MS,
): (given: Given) => Promise<Result> {
  const waiting: { readonly given: Given; readonly result: PromiseWithResolvers<Result> }[] = [];
  let isUnderWay = false;
  let lastSize = 1;

  async function runRounds(): Promise<void> {
    while (waiting.length > 0) {
      if (waiting.length < lastSize) await pause(momentMs);
      const round = waiting.splice(0, largest);
      lastSize = round.length;
      await runRound(round);
    }
    isUnderWay = false;
  }

  async function runRound(round: typeof waiting): Promise<void> {
    try {
      const results = await run(round.map(({ given }) => given));
      for (const [index, result] of results.entries()) round[index]?.result.resolve(result);
    } catch (error) {
      for (const { result } of round) result.reject(error);
    }
  }

  return (given) => {
    const result = Promise.withResolvers<Result>();
    waiting.push({ given, result });
    // Whoever calls in the same moment comes along.
    if (!isUnderWay) {
      isUnderWay = true;
      queueMicrotask(() => void runRounds());
    }
    return result.promise;
  };
}
