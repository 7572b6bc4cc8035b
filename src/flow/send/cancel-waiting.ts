import type { Log } from '../ports/log.ts';
import type { WaitingCanceller } from '../ports/store/cancel-waiting.ts';
import type { Asker, SendFinder } from '../ports/store/lookup.ts';

/**
 * Cancels what of a send has not left. `nothing_waited`: all of it has left, or a colleague cancelled it before. `not_found`:
 * there is no such send that this person may see. Throws when the ledger is away.
 */
export type CancelWaiting = (sendId: string, asker: Asker) => Promise<'cancelled' | 'nothing_waited' | 'not_found'>;

interface Needs {
  readonly lookup: SendFinder;
  readonly ledger: WaitingCanceller;
  /** A delivery changed, so a card may be behind. */
  readonly wakeCards: () => void;
  readonly log: Log;
}

export function createCancelWaiting({ lookup, ledger, wakeCards, log }: Needs): CancelWaiting {
  return async (sendId, asker) => {
    const send = await lookup.findSend(sendId, asker);
    if (send === undefined) return 'not_found';
    const cancelled = await ledger.cancelWaiting(sendId, asker.actorId);
    log.info({ sendId, actorId: asker.actorId, cancelled }, 'waiting messages cancelled');
    if (cancelled === 0) return 'nothing_waited';
    wakeCards();
    return 'cancelled';
  };
}
