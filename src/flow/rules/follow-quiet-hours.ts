import type { Log } from '../ports/log.ts';
import type { RuleBook } from '../ports/rules.ts';
import type { QuietWaits } from '../ports/store/rules/quiet-waits.ts';

interface Needs {
  readonly ruleBook: RuleBook;
  readonly quietWaits: QuietWaits;
  /** Sends may leave again. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

/**
 * A task that has what waits for the end of quiet hours follow a new policy, because it was put off by the one before. The first
 * run looks too: the policy may have changed while no process ran. Rejects when the ledger is away.
 */
export function createFollowQuietHours({ log, quietWaits, ruleBook, wakeAll }: Needs): () => Promise<void> {
  let followed: string | undefined;
  return async () => {
    const inForce = ruleBook.current()?.hash ?? '';
    if (inForce === followed) return;
    const sends = await quietWaits.followPolicy();
    followed = inForce;
    if (sends === 0) return;
    log.info({ sends }, 'quiet hours changed');
    wakeAll();
  };
}
