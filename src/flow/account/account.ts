import type { Pause } from '../../core/account/pause.ts';
import type { PauseCause } from '../../core/send/pause-cause.ts';

/** Who hears of it, besides the cards: a channel, or undefined for the person whose send met it. */
interface Told {
  readonly sendId: string;
  readonly channel: string | undefined;
}

/** What the ledger knows of the account as a whole; every process on the database obeys it. */
export interface Account {
  /** Stops claiming. True when it began with this call, and not when it was stopped already. */
  pause(cause: PauseCause, told: Told): Promise<boolean>;
  /** Lets sends leave again. False when that pause was over already. @param by a Slack user, or the probe */
  resume(pauseId: string, by: string): Promise<boolean>;
  /** Takes a pause whose next probe is due, for one process at a time. */
  claimProbe(): Promise<Pause | undefined>;
  /** The pause that holds now, the one that needs a person first. */
  current(): Promise<Pause | undefined>;
  /** The provider does not allow our callback address. True when the team is told of it now: once a week. */
  callbackNotAllowed(told: Told): Promise<boolean>;
}
