import type { Pause } from '../../../core/account/pause.ts';
import type { PauseCause } from '../../../core/send/pause-cause.ts';

/** Where a notice about the account is posted. */
interface NoticeTarget {
  /** The send whose response the notice is about. */
  readonly sendId: string;
  /** Undefined for the channel where that send was made. */
  readonly channel: string | undefined;
}

/** What the ledger does for a response that concerns the whole account; every process on the database obeys it. */
export interface PausableAccount {
  /** Pauses sending for the account; where it is refused, posts a notice too. False when it was paused already. */
  pause(cause: PauseCause, target: NoticeTarget): Promise<boolean>;
  /** Posts a notice that the provider does not allow our callback address. False when one was posted in the last week. */
  callbackNotAllowed(target: NoticeTarget): Promise<boolean>;
}

/** What the ledger does for a person who resumes sending. */
export interface ResumableAccount {
  /** Lets sends leave again. False when that pause was over already. @param by a Slack user, or the probe */
  resume(pauseId: string, by: string): Promise<boolean>;
}

/** What the ledger does for the probe that looks whether a refused account works again. */
export interface ProbedAccount extends ResumableAccount {
  /** Takes a pause whose next probe is due, for one process at a time; undefined when there is none. */
  claimProbe(): Promise<Pause | undefined>;
}

/** What the ledger knows of the account as a whole. */
export interface AccountState {
  /** The pause that holds now, the one that needs a person first; undefined when there is none. */
  current(): Promise<Pause | undefined>;
}

/**
 * Asks the provider something that costs nothing, to learn whether it accepts the account. `other_server`: what answered is not
 * the provider, such as the log-in page of a network. Never rejects.
 */
export type Probe = () => Promise<'accepted' | 'refused' | 'other_server' | 'unclear'>;
