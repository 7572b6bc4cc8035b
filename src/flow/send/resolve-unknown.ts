import type { ManualReport } from '../../core/send/delivery/manual-report.ts';
import type { Log } from '../ports/log.ts';
import type { Asker, DeliveryPages, ManualReports, ReportedDeliveries } from '../ports/store/lookup.ts';

/**
 * Saves a person's manual report for deliveries that are `unknown`. It never sends anything. Gives for how many it was saved:
 * a delivery that a report or another person settled meanwhile stays as it is. `not_found`: there is no such send that this
 * person may see.
 */
export type ResolveUnknown = (report: {
  readonly sendId: string;
  readonly about: ReportedDeliveries;
  readonly said: ManualReport['said'];
  readonly asker: Asker;
}) => Promise<{ readonly kind: 'saved'; readonly count: number } | { readonly kind: 'not_found' }>;

interface Needs {
  readonly lookup: Pick<DeliveryPages, 'findHead'> & ManualReports;
  /** A delivery changed, so a card may be behind. */
  readonly wakeCards: () => void;
  readonly log: Log;
}

export function createResolveUnknown({ lookup, wakeCards, log }: Needs): ResolveUnknown {
  return async ({ about, asker, said, sendId }) => {
    if ((await lookup.findHead(sendId, asker)) === undefined) return { kind: 'not_found' };
    const count = await lookup.addManualReports({ sendId, about, said, actorId: asker.actorId });
    log.info({ sendId, about: about.kind, said, actorId: asker.actorId, count }, 'manual report');
    if (count > 0) wakeCards();
    return { kind: 'saved', count };
  };
}
