/**
 * Callers that come while a round is under way go together in the next one: a busy ledger pays once for many of them,
 * and a quiet one keeps nobody waiting.
 *
 * @param largest most callers in one round
 * @param run gives one result for each, in order; when it throws, every caller of the round hears of it
 */
export function gather<Given, Result>(
  largest: number,
  run: (given: readonly Given[]) => Promise<readonly Result[]>,
): (given: Given) => Promise<Result> {
  const waiting: { readonly given: Given; readonly result: PromiseWithResolvers<Result> }[] = [];
  let isUnderWay = false;

  async function runRounds(): Promise<void> {
    while (waiting.length > 0) await runRound(waiting.splice(0, largest));
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
