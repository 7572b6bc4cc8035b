import type { StatusUpdate } from '../../core/send/status-update.ts';
import type { Ledger, Log } from '../ports/ports.ts';

/**
 * Takes what one callback says into the ledger; `not_ours` when every token in it is wrong. Throws when it could not be
 * stored, so that it is sent again.
 */
export type SaveReports = (updates: readonly StatusUpdate[]) => Promise<'taken' | 'not_ours'>;

interface Needs {
  readonly ledger: Pick<Ledger, 'saveReport'>;
  readonly onChange: () => void;
  readonly log: Log;
}

export function createSaveReports({ ledger, onChange, log }: Needs): SaveReports {
  async function record(update: StatusUpdate) {
    const result = await ledger.saveReport(update);
    log.info({ result, messageId: update.messageId, status: update.status, code: update.code }, 'delivery report');
    if (result === 'advanced') onChange();
    return result;
  }

  // All at once: the ledger writes what comes in the same moment together, and their order makes no difference.
  return async (updates) => {
    const results = await Promise.all(updates.map(record));
    return results.length > 0 && results.every((result) => result === 'not_ours') ? 'not_ours' : 'taken';
  };
}
