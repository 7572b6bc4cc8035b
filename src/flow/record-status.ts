import type { StatusUpdate } from '../core/status-update.ts';
import type { Ledger, Log } from './ports.ts';

/** Takes what one callback says into the ledger. Throws when it could not be stored, so that it is sent again. */
export type RecordStatus = (updates: readonly StatusUpdate[]) => Promise<void>;

interface Needs {
  readonly ledger: Pick<Ledger, 'recordStatus'>;
  readonly onChange: () => void;
  readonly log: Log;
}

export function createRecordStatus({ ledger, onChange, log }: Needs): RecordStatus {
  return async (updates) => {
    for (const update of updates) {
      const result = await ledger.recordStatus(update);
      log.info({ result, messageId: update.messageId, status: update.status, code: update.code }, 'delivery report');
      if (result === 'raised') onChange();
    }
  };
}
