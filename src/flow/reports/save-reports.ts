import type { StatusUpdate } from '../../core/send/status-update.ts';
import type { Log } from '../ports/log.ts';
import type { ReportLedger } from '../ports/save-reports.ts';

/**
 * Takes what one callback says into the ledger, all of it or nothing; `not_ours` when every token in it is wrong. Throws
 * when it could not be stored, so that it is sent again.
 */
export type SaveReports = (updates: readonly StatusUpdate[]) => Promise<'taken' | 'not_ours'>;

interface Needs {
  readonly ledger: ReportLedger;
  /** A delivery changed, so a card may be behind. */
  readonly wakeCards: () => void;
  readonly log: Log;
}

export function createSaveReports({ ledger, wakeCards, log }: Needs): SaveReports {
  return async (updates) => {
    if (updates.length === 0) return 'taken';
    const results = await ledger.saveReports(updates);
    for (const [index, { messageId, status, code }] of updates.entries()) {
      log.info({ result: results[index], messageId, status, code }, 'delivery report');
    }
    if (results.includes('advanced')) wakeCards();
    return results.every((result) => result === 'not_ours') ? 'not_ours' : 'taken';
  };
}
