import type { RawCallback, ReadCallback } from '../ports/callbacks.ts';
import type { Log } from '../ports/log.ts';
import type { TemplateStatusChange } from '../ports/templates.ts';
import type { SaveReports } from './save-reports.ts';

/**
 * Handles one callback of the provider. `handled` includes a callback of no use, because it need not be sent again;
 * `not_ours` is for a token that is wrong. Throws when it could not be saved, so that the provider sends it again.
 */
export type HandleCallback = (callback: RawCallback) => Promise<'handled' | 'not_ours'>;

interface Needs {
  readonly readCallback: ReadCallback;
  readonly saveReports: SaveReports;
  /** Takes replies that came to the address of reports; left out where they are of no use. */
  readonly takeReplies?: (callback: RawCallback) => Promise<void>;
  readonly applyTemplateStatus: (change: TemplateStatusChange) => void;
  readonly log: Log;
}

export function createHandleCallback(needs: Needs): HandleCallback {
  const { readCallback, saveReports, applyTemplateStatus, log } = needs;
  return async (callback) => {
    const reading = readCallback(callback);
    if (reading.kind === 'status') {
      const result = await saveReports(reading.updates);
      for (const word of new Set(reading.unknownWords)) log.warn({ word }, 'unknown status word');
      return result === 'saved' ? 'handled' : result;
    }
    if (reading.kind === 'inbound') await needs.takeReplies?.(callback);
    if (reading.kind === 'template_status' && reading.status !== undefined)
      applyTemplateStatus({ name: reading.name, language: reading.language, status: reading.status });
    else log.info({ kind: reading.kind }, 'callback that is no delivery report');
    return 'handled';
  };
}
