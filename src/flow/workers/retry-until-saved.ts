import { FIRST_SAVE_WAITS_MS, MAX_SAVE_RETRIES, SAVE_WAIT_MS } from '../../core/limits.ts';
import { CannotBeStored } from '../ports/store/cannot-be-stored.ts';
import { type Clock, systemClock } from '../timing/clock.ts';

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
  for (let retry = 0; retry < MAX_SAVE_RETRIES; retry++) {
    try {
      return await save();
    } catch (error) {
      if (error instanceof CannotBeStored) throw error;
      onFailure(error);
      const waitMs = FIRST_SAVE_WAITS_MS[retry] ?? SAVE_WAIT_MS;
      await new Promise<void>((resolve) => clock.after(waitMs, resolve));
    }
  }
  return save();
}
