import type { ManualReport } from '../../core/send/manual-report.ts';
import type { Log } from '../ports/log.ts';
import type { Asker, ManualReports, SendFinder } from '../ports/lookup.ts';

/**
 * Takes a named person's word for a delivery of which nobody knows. `settled`: it is known by now, or somebody said so
 * before; nothing changed. It never sends anything.
 */
export type ResolveUnknown = (word: {
  readonly sendId: string;
  readonly deliveryId: string;
  readonly said: ManualReport['said'];
  readonly asker: Asker;
}) => Promise<'taken' | 'settled' | 'not_known'>;

interface Needs {
  readonly lookup: SendFinder & ManualReports;
  /** A delivery changed, so a card may be behind. */
  readonly wakeCards: () => void;
  readonly log: Log;
}

export function createResolveUnknown({ lookup, wakeCards, log }: Needs): ResolveUnknown {
  return async ({ sendId, deliveryId, said, asker }) => {
    const send = await lookup.findSend(sendId, asker);
    if (send === undefined) return 'not_known';
    const isTaken = await lookup.addManualReport({ sendId, deliveryId, said, actorId: asker.actorId });
    log.info({ sendId, deliveryId, said, actorId: asker.actorId, isTaken }, 'manual report');
    if (!isTaken) return 'settled';
    wakeCards();
    return 'taken';
  };
}
