import type { DeliveryFailure } from '../explanations/failure.ts';
import type { CancelCounts } from './delivery/cancel-reason.ts';
import type { StatusCounts } from './delivery/status.ts';

/** What a card shows of a list, counted by the ledger, because its rows are too many to read for every change. */
export interface ListProgress {
  readonly rows: number;
  readonly counts: StatusCounts;
  /** The commonest reasons why rows were refused, failed or are unknown, with how many rows each has; at most three. */
  readonly topReasons: readonly { readonly failure: DeliveryFailure; readonly rows: number }[];
  /** Why rows were cancelled. */
  readonly cancelReasons?: CancelCounts;
  /** When a scheduled list is due. */
  readonly dueAt: Date | undefined;
  /** How many rows leave first; 0 when all may leave at once. */
  readonly trialRows: number;
  /** How many rows of its sheet the person left out. */
  readonly rowsLeftOut: number;
  /** The first rows are in, or took too long: a person is asked whether the others may leave. */
  readonly isAskingForRest: boolean;
}
