import type { MeaningOf } from '../../core/explanations/code-meaning.ts';
import { BREAKER_OUTCOMES } from '../../core/limits.ts';
import { breakerReason } from '../../core/list/breaker.ts';
import type { Log } from '../ports/log.ts';
import type { SendControl } from '../ports/store/control-send.ts';
import type { RecentOutcomes } from '../ports/store/lists/list-results.ts';
import type { TimedLists } from '../ports/store/lists/timed-lists.ts';

interface Needs {
  readonly timed: Pick<TimedLists, 'askForRest'>;
  readonly outcomes: RecentOutcomes;
  readonly control: Pick<SendControl, 'pause'>;
  readonly meaningOf: MeaningOf;
  /** A card may be behind. */
  readonly wakeCards: () => void;
  readonly log: Log;
}

/** Looks after the lists that are leaving: pauses one that goes wrong, and asks for those whose first rows are in. */
export function createWatchLists({ timed, outcomes, control, meaningOf, wakeCards, log }: Needs): () => Promise<void> {
  return async () => {
    if ((await timed.askForRest()) > 0) wakeCards();
    for (const sendId of await outcomes.leavingLists()) {
      const reason = breakerReason(await outcomes.recentOutcomes(sendId, BREAKER_OUTCOMES), meaningOf);
      if (reason === undefined || !(await control.pause(sendId, undefined, reason))) continue;
      log.error({ sendId, reason }, 'list paused: too many rows end for one reason');
      wakeCards();
    }
  };
}
