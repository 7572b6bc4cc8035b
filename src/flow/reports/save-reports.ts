import { isBatchToken } from '../../core/send/batch-token.ts';
import type { StatusUpdate } from '../../core/send/status-update.ts';
import type { Ledger, Log } from '../ports/ports.ts';

/**
 * Takes what one callback says into the ledger, all of it or nothing; `not_ours` when every token in it is wrong. Throws
 * when it could not be stored, so that it is sent again.
 */
export type SaveReports = (updates: readonly StatusUpdate[]) => Promise<'taken' | 'not_ours'>;

interface Needs {
  readonly ledger: Pick<Ledger, 'saveReports'>;
  readonly onChange: () => void;
  readonly log: Log;
}

export function createSaveReports({ ledger, onChange, log }: Needs): SaveReports {
  return async (updates) => {
    if (updates.length === 0) return 'taken';
    const possible = updates.filter(({ batchToken }) => batchToken === undefined || isBatchToken(batchToken));
    const recorded = possible.length === 0 ? [] : await ledger.saveReports(possible);
    const results = updates.map((update) => recorded[possible.indexOf(update)] ?? 'not_ours');
    for (const [index, { messageId, status, code }] of updates.entries()) {
      log.info({ result: results[index], messageId, status, code }, 'delivery report');
    }
    if (results.includes('advanced')) onChange();
    return results.every((result) => result === 'not_ours') ? 'not_ours' : 'taken';
  };
}
