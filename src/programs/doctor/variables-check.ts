import type { Config } from '../../config/config.ts';
import type { Check } from './finding.ts';

/** Kaleyra's answers rarely take longer. */
const USUAL_ANSWER_S = 0.2;

type Limits = Pick<Config['values'], 'KALEYRA_MESSAGES_PER_SECOND' | 'KALEYRA_MAX_IN_FLIGHT'>;

/** What the limits mean together: how long Kaleyra may take for one message before a number falls behind its pace. */
export function checkVariables({ KALEYRA_MESSAGES_PER_SECOND: pace, KALEYRA_MAX_IN_FLIGHT: inFlight }: Limits): Check {
  const seconds = inFlight / pace;
  const says = `Every variable has a value that can be used. A number keeps its ${pace} messages a second while Kaleyra answers within ${seconds.toPrecision(2)} s.`;
  return async () =>
    seconds >= USUAL_ANSWER_S
      ? { state: 'well', says }
      : { state: 'note', says, fix: 'Raise KALEYRA_MAX_IN_FLIGHT if answers take longer.' };
}
