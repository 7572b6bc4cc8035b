import type { StatusUpdate } from '../../core/send/status-update.ts';
import type { TemplateStatus } from '../../core/template/template.ts';
import type { Log } from '../ports/ports.ts';
import type { TemplateNews } from '../templates/provider-list.ts';
import type { SaveReports } from './save-reports.ts';

/** One callback as it came in, before anybody knows what it says. */
export interface RawCallback {
  readonly query: URLSearchParams;
  readonly body: string;
  readonly contentType: string | undefined;
}

/** What a callback says, in our words. Only statuses change anything. */
type CallbackReading =
  | {
      readonly kind: 'status';
      readonly updates: readonly StatusUpdate[];
      /** Status words that mean nothing to us, fit for a log. */
      readonly unknownWords: readonly string[];
    }
  | {
      readonly kind: 'template_status';
      readonly name: string;
      readonly language: string | undefined;
      /** Undefined when no event is named. */
      readonly status: TemplateStatus | undefined;
    }
  | { readonly kind: 'quality' | 'inbound' | 'unreadable' };

/**
 * Takes a callback. `taken` covers what is of no use too: nobody wants it again. `not_ours` is for a token that is
 * wrong. Throws when it could not be stored, so that it is sent again.
 */
export type HandleCallback = (report: RawCallback) => Promise<'taken' | 'not_ours'>;

interface Needs {
  readonly readCallback: (report: RawCallback) => CallbackReading;
  readonly saveReport: SaveReports;
  readonly applyTemplateNews: (news: TemplateNews) => void;
  readonly log: Log;
}

export function createHandleCallback({ readCallback, saveReport, applyTemplateNews, log }: Needs): HandleCallback {
  return async (report) => {
    const reading = readCallback(report);
    if (reading.kind === 'status') {
      const taken = await saveReport(reading.updates);
      for (const word of new Set(reading.unknownWords)) log.warn({ word }, 'unknown status word');
      return taken;
    }
    if (reading.kind === 'template_status' && reading.status !== undefined)
      applyTemplateNews({ name: reading.name, language: reading.language, status: reading.status });
    else log.info({ kind: reading.kind }, 'callback that is no delivery report');
    return 'taken';
  };
}
