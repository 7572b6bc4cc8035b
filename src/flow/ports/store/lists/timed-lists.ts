import type { SendOrder } from '../../../../core/send/send.ts';
import type { HoldReason } from '../../../../core/send/send-state.ts';
import type { JudgedSend } from '../rules/claim-rules.ts';

/** A scheduled list whose time has come. */
export interface DueList extends Pick<SendOrder, 'template' | 'sender'> {
  readonly sendId: string;
  /** What the rules ask of it. */
  readonly confirmed: JudgedSend;
  /** How long ago it was due, by the database's clock. */
  readonly lateMs: number;
}

/** What the ledger does as time passes; safe to run in several processes at once. */
export interface TimedLists {
  /** Scheduled lists that are due, a few at a time, the earliest first. */
  findDue(): Promise<readonly DueList[]>;
  /** Lets a scheduled list leave. False when it is in another state by now. */
  startDue(sendId: string): Promise<boolean>;
  /** Keeps a scheduled list from leaving until a person decides, and tells its sender in a direct message. False when it is in another state by now. */
  hold(sendId: string, reason: HoldReason): Promise<boolean>;
  /** Makes the cards of lists ask whose first rows are in, or have taken too long. @returns how many */
  askForRest(): Promise<number>;
  /**
   * Cancels in short pieces what stopped sends have left, and deletes plans that were not confirmed and groups that expired.
   *
   * @param stopped ends it after the piece under way; the next call goes on
   * @returns how many rows
   */
  clearRows(stopped?: AbortSignal): Promise<number>;
}
