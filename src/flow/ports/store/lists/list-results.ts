import type { DeliveryFailure } from '../../../../core/explanations/failure.ts';
import type { RowOutcome } from '../../../../core/list/breaker.ts';
import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { CancelReason } from '../../../../core/send/delivery/cancel-reason.ts';
import type { DeliveryStatus } from '../../../../core/send/delivery/status.ts';
import type { TemplateMessage } from '../../../../core/template/message/message.ts';
import type { Asker } from '../lookup.ts';
import type { PlannedRecipient } from './plans.ts';

/** What became of one row. */
export interface RowResult {
  readonly deliveryId: string;
  /** The row of the spreadsheet; undefined for a send that was no list. */
  readonly row: number | undefined;
  readonly recipient: PhoneNumber;
  /** With what people reported by hand. */
  readonly status: DeliveryStatus;
  readonly failure: DeliveryFailure | undefined;
  /** Why it was cancelled; left out where it was not, or the ledger does not say. */
  readonly cancelReason?: CancelReason;
  readonly messageId: string | undefined;
  readonly changedAt: Date;
}

export interface ResultsPage {
  /** In the order of the rows. */
  readonly results: readonly RowResult[];
  /** How to ask for the next page; undefined on the last one. */
  readonly next: number | undefined;
}

/** Rows that never left, with what they would have said. */
interface RestRow extends PlannedRecipient {
  readonly message: TemplateMessage;
}

/** What the ledger reads for people about the rows of a send. */
export interface ListResults {
  /** A page of results; undefined when this person may not see the send here. @param from 0, or the `next` of the page before */
  results(sendId: string, asker: Asker, from: number): Promise<ResultsPage | undefined>;
  /** The rows of a stopped send that never left: none that left, and none that is unknown. Undefined as above. */
  restOf(sendId: string, asker: Asker): Promise<readonly RestRow[] | undefined>;
}

/** What the breaker reads. */
export interface RecentOutcomes {
  /**
   * The outcomes of the rows that left last, at most so many, since a person let the list leave; none when the send is no list
   * that is leaving.
   */
  recentOutcomes(sendId: string, limit: number): Promise<readonly RowOutcome[]>;
  /** The lists that are leaving now. */
  leavingLists(): Promise<readonly string[]>;
}
