import { RESUMED_BY_PROBE } from '../../core/account/pause.ts';
import type { Probe, ProbedAccount } from '../ports/account.ts';
import type { Log } from '../ports/log.ts';

interface Needs {
  readonly account: ProbedAccount;
  readonly probe: Probe;
  /** Sends may leave again, and cards have to say so. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

/** Resumes by itself what a free request can show to be fixed, such as a wrong key; a balance waits for a person. */
export function createProbeAccount({ account, probe, wakeAll, log }: Needs): () => Promise<void> {
  return async () => {
    const pause = await account.claimProbe();
    if (pause === undefined) return;
    const answer = await probe();
    log.info({ pauseId: pause.id, code: pause.code, answer }, 'account probed');
    if (answer === 'taken' && (await account.resume(pause.id, RESUMED_BY_PROBE))) wakeAll();
  };
}
