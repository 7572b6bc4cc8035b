import type { ResumableAccount } from '../ports/account.ts';
import type { Log } from '../ports/log.ts';

/** A person lets sends leave again. False when that pause was over already. Throws when the ledger is away. */
export type ResumeSending = (pauseId: string, actorId: string) => Promise<boolean>;

interface Needs {
  readonly account: ResumableAccount;
  /** Sends may leave, and cards have something new to say. */
  readonly onResumed: () => void;
  readonly log: Log;
}

export function createResumeSending({ account, onResumed, log }: Needs): ResumeSending {
  return async (pauseId, actorId) => {
    const isResumed = await account.resume(pauseId, actorId);
    log.info({ pauseId, actorId, isResumed }, 'sending resumed by a person');
    if (isResumed) onResumed();
    return isResumed;
  };
}
