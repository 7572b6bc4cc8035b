/** The value below which `share` of all values lie; nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The middle of several runs, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** Ratios of runs that were taken one right after the other, so that a slow minute slows both sides of one. */
export function ratiosOf(ours: readonly number[], theirs: readonly number[]): Spread {
  return spreadOf(ours.map((value, run) => value / (theirs[run] ?? Number.NaN)));
}

/**
 * Runs the contestants in turn, round after round: A B, B A, A B …, so that neither always goes first.
 *
 * @returns each contestant's results in the order of the rounds.
 */
export async function interleave<Name extends string, Outcome>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<Outcome>>>,
): Promise<Readonly<Record<Name, readonly Outcome[]>>> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Outcome[]])) as Record<Name, Outcome[]>;
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? names : names.toReversed();
    for (const name of order) results[name].push(await contestants[name]());
  }
  return results;
}
