import type { Log } from '../ports/log.ts';
import type { RemindApprover } from '../ports/remind-approver.ts';
import type { Approvals } from '../ports/store/rules/approvals.ts';
import type { ApproverPlaces } from '../ports/store/rules/approver-places.ts';

interface Needs {
  readonly approvals: Pick<Approvals, 'expireRequests' | 'takeReminders'>;
  readonly places: ApproverPlaces;
  readonly remind: RemindApprover;
  /** Cards have to say it. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

/**
 * Looks after the sends that wait for approval: ends those whose time is over, and reminds the people who have said nothing.
 * A reminder is taken before it is posted, so a process that is killed between loses one and never posts it twice.
 */
export function createWatchApprovals({ approvals, log, places, remind, wakeAll }: Needs): () => Promise<void> {
  return async () => {
    const expired = await approvals.expireRequests();
    if (expired > 0) {
      log.info({ expired }, 'sends not approved in time');
      wakeAll();
    }
    for (const request of await approvals.takeReminders()) {
      const { sendId } = request;
      const asked = await places.placesOf(sendId);
      log.info({ sendId, people: asked.length }, 'approvers reminded');
      await Promise.all(asked.map((place) => remind(place, request)));
    }
  };
}
