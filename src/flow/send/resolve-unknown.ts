import type { ManualReport } from '../../core/send/manual-report.ts';
import type { Log } from '../ports/log.ts';
import type { Asker, ManualReports, SendFinder } from '../ports/store/lookup.ts';

/**
 * Saves a person's manual report for a delivery that is `unknown`. `already_known`: a report came meanwhile, or a person
 * said so before; nothing changed. `not_found`: there is no such send that this person may see. It never sends anything.
 */
export type ResolveUnknown = (report: {
  readonly sendId: string;
  readonly deliveryId: string;
  readonly said: ManualReport['said'];
  readonly asker: Asker;
}) => Promise<'saved' | 'already_known' | 'not_found'>;

interface Needs {
  readonly lookup: SendFinder & ManualReports;
  /** A delivery changed, so a card may be behind. */
  readonly wakeCards: () => void;
  readonly log: Log;
}

export function createResolveUnknown({ lookup, wakeCards, log }: Needs): ResolveUnknown {
  return async ({ sendId, deliveryId, said, asker }) => {
    const send = await lookup.findSend(sendId, asker);
    if (send === undefined) return 'not_found';
    const isSaved = await lookup.addManualReport({ sendId, deliveryId, said, actorId: asker.actorId });
    log.info({ sendId, deliveryId, said, actorId: asker.actorId, isSaved }, 'manual report');
    if (!isSaved) return 'already_known';
    wakeCards();
    return 'saved';
  };
}
