import type { Log } from '../ports/log.ts';
import type { RuleBook } from '../ports/rules.ts';
import type { QuietWaits } from '../ports/store/rules/quiet-waits.ts';

interface Needs {
  readonly ruleBook: RuleBook;
  readonly quietWaits: QuietWaits;
  /** Sends may leave again. */
  readonly wakeAll: () => void;
  readonly log: Log;
  /** Milliseconds; rises steadily. */
  readonly now?: () => number;
}

/** Another process may still put messages off by the policy before, and one that claims meanwhile may, too. */
const LOOK_AGAIN_MS = 60_000;

/**
 * A task that has what waits for the end of quiet hours follow a new policy, because it was put off by the one before. The first
 * run looks too: the policy may have changed while no process ran. Looks again once a minute. Rejects when the ledger is away.
 */
export function createFollowQuietHours(needs: Needs): () => Promise<void> {
  const { log, quietWaits, ruleBook, wakeAll, now = () => performance.now() } = needs;
  let followed: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const inForce = ruleBook.current()?.hash ?? '';
    if (inForce === followed && now() - lookedAt < LOOK_AGAIN_MS) return;
    const sends = await quietWaits.followPolicy();
    followed = inForce;
    lookedAt = now();
    if (sends === 0) return;
    log.info({ sends }, 'quiet hours changed');
    wakeAll();
  };
}
