import { gather } from './gather.ts';

/** Tells those who went together from one who went alone. */
class BrokenRound extends Error {}

/**
 * Gathers callers like `gather`, but none of them fails for what another one brought: the members of a round that broke
 * are tried once more, each by itself. Only for what may be done twice, because a round whose commit was lost on the line
 * looks like one that broke.
 *
 * @param largest most callers in one round
 * @param run gives one result for each, in order, or throws and has done nothing
 * @param momentMs how long a round waits at most, where that is not `gather`'s own moment
 */
export function togetherOrAlone<Given, Result>(
  largest: number,
  run: (given: readonly Given[]) => Promise<readonly Result[]>,
  momentMs?: number,
): (given: Given) => Promise<Result> {
  const runOrBreak = (round: readonly Given[]) =>
    run(round).catch((error: unknown) => {
      throw round.length === 1 ? error : new BrokenRound('A round broke', { cause: error });
    });
  const together = gather(largest, runOrBreak, momentMs);

  return (given) =>
    together(given).catch(async (error: unknown) => {
      if (!(error instanceof BrokenRound)) throw error;
      const [result] = await run([given]);
      if (result === undefined) throw new Error('A round of one gave no result');
      return result;
    });
}
