import { isBatchToken } from '../../core/batch-token.ts';
import type { StatusUpdate } from '../../core/send/delivery/status-update.ts';
import type { Log } from '../ports/log.ts';
import type { ReportLedger } from '../ports/store/save-reports.ts';

/**
 * Saves the reports of one callback, all or none; `not_ours` when every token in it is wrong. Throws when they could not
 * be saved, so that the provider sends them again.
 */
export type SaveReports = (updates: readonly StatusUpdate[]) => Promise<'saved' | 'not_ours'>;

interface Needs {
  readonly ledger: ReportLedger;
  /** A delivery changed, so a card may be behind. */
  readonly wakeCards: () => void;
  readonly log: Log;
}

export function createSaveReports({ ledger, wakeCards, log }: Needs): SaveReports {
  return async (updates) => {
    if (updates.length === 0) return 'saved';
    const possible = updates.filter(({ batchToken }) => batchToken === undefined || isBatchToken(batchToken));
    const recorded = possible.length === 0 ? [] : await ledger.saveReports(possible);
    const results = updates.map((update) => recorded[possible.indexOf(update)] ?? 'not_ours');
    for (const [index, { messageId, status, code }] of updates.entries()) {
      log.info({ result: results[index], messageId, status, code }, 'delivery report');
    }
    if (results.includes('advanced')) wakeCards();
    return results.every((result) => result === 'not_ours') ? 'not_ours' : 'saved';
  };
}
