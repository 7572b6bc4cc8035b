import type { StatusUpdate } from '../core/status-update.ts';
import type { Ledger, Log } from './ports.ts';

/**
 * Takes what one callback says into the ledger; `not_ours` when every token in it is wrong. Throws when it could not be
 * stored, so that it is sent again.
 */
export type RecordStatus = (updates: readonly StatusUpdate[]) => Promise<'taken' | 'not_ours'>;

interface Needs {
  readonly ledger: Pick<Ledger, 'recordStatus'>;
  readonly onChange: () => void;
  readonly log: Log;
}

export function createRecordStatus({ ledger, onChange, log }: Needs): RecordStatus {
  return async (updates) => {
    let refused = 0;
    for (const update of updates) {
      const result = await ledger.recordStatus(update);
      log.info({ result, messageId: update.messageId, status: update.status, code: update.code }, 'delivery report');
      if (result === 'raised') onChange();
      if (result === 'not_ours') refused += 1;
    }
    return refused > 0 && refused === updates.length ? 'not_ours' : 'taken';
  };
}
