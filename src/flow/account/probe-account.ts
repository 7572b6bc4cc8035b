import { RESUMED_BY_PROBE } from '../../core/account/pause.ts';
import type { Log } from '../ports/log.ts';
import type { Probe, ProbedAccount } from '../ports/store/account.ts';

interface Needs {
  readonly account: ProbedAccount;
  readonly probe: Probe;
  /** Sends may leave again, and cards have to say so. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

/** Resumes sending when a free request shows that the cause is fixed, such as a wrong key. A low balance needs a person. */
export function createProbeAccount({ account, probe, wakeAll, log }: Needs): () => Promise<void> {
  return async () => {
    const pause = await account.claimProbe();
    if (pause === undefined) return;
    const result = await probe();
    log.info({ pauseId: pause.id, code: pause.code, result }, 'account probed');
    if (result === 'accepted' && (await account.resume(pause.id, RESUMED_BY_PROBE))) wakeAll();
  };
}
