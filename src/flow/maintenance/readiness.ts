import { MAX_BACKLOG_MS, MAX_CLOCK_SKEW_MS } from '../../core/policy.ts';
import type { AccountState } from '../ports/account.ts';
import type { BacklogLedger } from '../ports/backlog.ts';

export interface Readiness {
  readonly isReady: boolean;
  /** Why not, each one a plain sentence without personal data. */
  readonly reasons: readonly string[];
}

interface Needs {
  readonly ledger: BacklogLedger;
  readonly account: AccountState;
  /** The database's clock; rejects when the ledger does not answer. */
  readonly databaseTime: () => Promise<Date>;
  /** This process's clock. */
  readonly now: () => Date;
}

/** Whether this process can take a send now: the ledger answers, Kaleyra takes the account, and work is not piling up. */
export function createReadiness({ ledger, account, databaseTime, now }: Needs): () => Promise<Readiness> {
  return async () => {
    try {
      const skewMs = (await databaseTime()).getTime() - now().getTime();
      const pause = await account.current();
      const { oldestQueuedMs = 0, oldestCardBehindMs = 0 } = await ledger.backlog();
      const reasons = [
        ...(pause?.kind === 'refused' ? [`Sending is paused: Kaleyra refuses the account (${pause.code}).`] : []),
        ...late('A message has been waiting to leave', oldestQueuedMs),
        ...late('A card in Slack has been behind', oldestCardBehindMs),
        ...skewed(skewMs),
      ];
      return { isReady: reasons.length === 0, reasons };
    } catch {
      return { isReady: false, reasons: ['The ledger does not answer.'] };
    }
  };
}

function late(what: string, ms: number): string[] {
  return ms > MAX_BACKLOG_MS ? [`${what} for ${Math.round(ms / 1000)} seconds.`] : [];
}

function skewed(ms: number): string[] {
  if (Math.abs(ms) <= MAX_CLOCK_SKEW_MS) return [];
  return [`The clocks of this process and of the database are ${Math.round(Math.abs(ms) / 1000)} seconds apart.`];
}
