import { CannotBeStored } from '../ports/cannot-be-stored.ts';

const SAVE_AGAIN_MS: readonly number[] = [50, 200, 1_000, 3_000];
const SAVE_LATER_MS = 5_000;
/** Together ten minutes: what cannot be written then is left to its lease. */
const MOST_TRIES = 124;

/**
 * Writes what only this process knows until it is written, and waits for a ledger that is away.
 *
 * @param onFailure hears of each try that failed but the last, which throws.
 * @throws CannotBeStored at once: no other try would help.
 */
export async function untilSaved<Value>(
  save: () => Promise<Value>,
  onFailure: (error: unknown) => void,
): Promise<Value> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    try {
      return await save();
    } catch (error) {
      if (error instanceof CannotBeStored) throw error;
      onFailure(error);
      await new Promise((resolve) => setTimeout(resolve, SAVE_AGAIN_MS[tries] ?? SAVE_LATER_MS));
    }
  }
  return save();
}
