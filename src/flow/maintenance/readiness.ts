import { MAX_BACKLOG_MS, MAX_CLOCK_SKEW_MS, MAX_WORK_FAILING_MS } from '../../core/limits.ts';
import type { AccountState } from '../ports/store/account.ts';
import type { BacklogLedger } from '../ports/store/backlog.ts';
import type { LedgerHealth, LedgerProblem } from '../ports/store/ledger-health.ts';
import { withTimeout } from '../timing/with-timeout.ts';

export interface Readiness {
  readonly isReady: boolean;
  /** Why not, each one a plain sentence without personal data. */
  readonly reasons: readonly string[];
}

interface Needs {
  readonly ledger: BacklogLedger;
  readonly account: AccountState;
  /** Why no send can be saved now, as the latest check of the ledger found; rejects while it is not open. */
  readonly ledgerProblem: LedgerHealth['lastProblem'];
  /** For how many milliseconds the ledger has refused what the workers claim or save. */
  readonly workFailingMs: () => number;
  /** The database's clock; rejects when the ledger does not answer. */
  readonly databaseTime: () => Promise<Date>;
  /** This process's clock. */
  readonly now: () => Date;
}

const PROBLEMS: Readonly<Record<LedgerProblem, string>> = {
  no_answer: 'The ledger does not answer.',
  disk_full: 'The ledger cannot be written: its disk is full.',
  disk_error: 'The ledger cannot be written: its disk reports an error.',
  read_only: 'The ledger cannot be written: it is read-only.',
  locked: 'The ledger cannot be written: another program has locked it.',
  damaged: 'The ledger cannot be written: its file is damaged.',
  file_gone: 'The file of the ledger was deleted or replaced while the bot runs. Bring it back and restart the bot.',
};
/** A ledger that is slower than this is no better than one that does not answer. */
const MAX_WAIT_MS = 3_000;

/**
 * Whether this process can take a send now: the ledger can be written, Kaleyra takes the account, and work is not piling up.
 */
export function createReadiness(needs: Needs): () => Promise<Readiness> {
  return async () => {
    try {
      const problem = await needs.ledgerProblem();
      if (problem !== undefined) return { isReady: false, reasons: [PROBLEMS[problem]] };
      const asked = await withTimeout(MAX_WAIT_MS, findReasons(needs));
      const reasons = asked.kind === 'done' ? asked.value : [PROBLEMS.no_answer];
      return { isReady: reasons.length === 0, reasons };
    } catch {
      return { isReady: false, reasons: [PROBLEMS.no_answer] };
    }
  };
}

async function findReasons({ ledger, account, workFailingMs, databaseTime, now }: Needs): Promise<readonly string[]> {
  const skewMs = (await databaseTime()).getTime() - now().getTime();
  const pause = await account.current();
  const { oldestQueuedMs = 0, oldestCardBehindMs = 0 } = await ledger.backlog();
  return [
    ...(pause?.kind === 'refused' ? [`Sending is paused: Kaleyra refuses the account (${pause.code}).`] : []),
    ...stuck(workFailingMs()),
    ...late('A message has been waiting to leave', oldestQueuedMs),
    ...late('A card in Slack has been behind', oldestCardBehindMs),
    ...skewed(skewMs),
  ];
}

function late(what: string, ms: number): string[] {
  return ms > MAX_BACKLOG_MS ? [`${what} for ${Math.round(ms / 1000)} seconds.`] : [];
}

function stuck(ms: number): string[] {
  if (ms <= MAX_WORK_FAILING_MS) return [];
  return [`The ledger has refused work in progress for ${Math.round(ms / 1000)} seconds. The log says why.`];
}

function skewed(ms: number): string[] {
  if (Math.abs(ms) <= MAX_CLOCK_SKEW_MS) return [];
  return [`The clocks of this process and of the database are ${Math.round(Math.abs(ms) / 1000)} seconds apart.`];
}
