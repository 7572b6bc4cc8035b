import { pause } from './wait.ts';
import type { World } from './world.ts';

/** How a run ended. */
export interface Findings<Figures> {
  /** What was counted. */
  readonly figures: Figures;
  /** What is wrong; most name the promise that they break. */
  readonly violations: readonly string[];
}

const MOMENT_MS = 5_000;

/**
 * Judges a run in the end. What is wrong is looked at once more after a moment, because a busy process may still do what no table
 * shows: it saves an answer that came after its lease, and the card follows. What is really wrong stays wrong. A bot that is
 * broken on purpose is judged at once.
 */
export async function lastLook<Figures>(
  world: World,
  mutant: unknown,
  judge: () => Promise<Findings<Figures>>,
): Promise<Findings<Figures>> {
  const first = await judge();
  if (first.violations.length === 0 || mutant !== undefined) return first;
  await pause(MOMENT_MS);
  const isQuiet = await world.quiet().then(
    () => true,
    () => false,
  );
  return isQuiet ? judge() : first;
}
