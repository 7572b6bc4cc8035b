import { CannotBeStored } from '../ports/cannot-be-stored.ts';
import { type Clock, systemClock } from '../timing/clock.ts';

const FIRST_WAITS_MS: readonly number[] = [50, 200, 1_000, 3_000];
const LATER_WAIT_MS = 5_000;
/** Ten minutes in all. What cannot be saved by then is left to its lease, which ends as `unknown`. */
const MAX_RETRIES = 124;

/**
 * Saves what only this process knows, and tries again while the ledger does not answer.
 *
 * @param onFailure is called with the error of each try except the last one, which rejects.
 * @throws CannotBeStored at once: no other try would help.
 */
export async function retryUntilSaved<Value>(
  save: () => Promise<Value>,
  onFailure: (error: unknown) => void,
  clock: Clock = systemClock,
): Promise<Value> {
  for (let retry = 0; retry < MAX_RETRIES; retry++) {
    try {
      return await save();
    } catch (error) {
      if (error instanceof CannotBeStored) throw error;
      onFailure(error);
      const waitMs = FIRST_WAITS_MS[retry] ?? LATER_WAIT_MS;
      await new Promise<void>((resolve) => clock.after(waitMs, resolve));
    }
  }
  return save();
}
