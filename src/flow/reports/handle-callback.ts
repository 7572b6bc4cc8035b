import type { RawCallback, ReadCallback } from '../ports/callbacks.ts';
import type { Log } from '../ports/log.ts';
import type { TemplateStatusChange } from '../ports/templates.ts';
import type { SaveReports } from './save-reports.ts';

/**
 * Takes a callback. `taken` covers what is of no use too: nobody wants it again. `not_ours` is for a token that is
 * wrong. Throws when it could not be stored, so that it is sent again.
 */
export type HandleCallback = (report: RawCallback) => Promise<'taken' | 'not_ours'>;

interface Needs {
  readonly readCallback: ReadCallback;
  readonly saveReport: SaveReports;
  readonly applyTemplateStatus: (change: TemplateStatusChange) => void;
  readonly log: Log;
}

export function createHandleCallback({ readCallback, saveReport, applyTemplateStatus, log }: Needs): HandleCallback {
  return async (report) => {
    const reading = readCallback(report);
    if (reading.kind === 'status') {
      const taken = await saveReport(reading.updates);
      for (const word of new Set(reading.unknownWords)) log.warn({ word }, 'unknown status word');
      return taken;
    }
    if (reading.kind === 'template_status' && reading.status !== undefined)
      applyTemplateStatus({ name: reading.name, language: reading.language, status: reading.status });
    else log.info({ kind: reading.kind }, 'callback that is no delivery report');
    return 'taken';
  };
}
