import type { Log } from '../ports/log.ts';
import type { ResumableAccount } from '../ports/store/account.ts';

/** A person lets sends leave again. False when that pause was over already. Throws when the ledger is away. */
export type ResumeSending = (pauseId: string, actorId: string) => Promise<boolean>;

interface Needs {
  readonly account: ResumableAccount;
  /** Sends may leave again, and cards have to say so. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

export function createResumeSending({ account, wakeAll, log }: Needs): ResumeSending {
  return async (pauseId, actorId) => {
    const isResumed = await account.resume(pauseId, actorId);
    log.info({ pauseId, actorId, isResumed }, 'sending resumed by a person');
    if (isResumed) wakeAll();
    return isResumed;
  };
}
