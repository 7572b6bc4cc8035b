import type { DeliveryFailure } from '../../explanations/failure.ts';
import type { PhoneNumber } from '../../recipients/phone-number.ts';
import type { CancelReason } from './cancel-reason.ts';
import type { ManualReport } from './manual-report.ts';
import type { DeliveryStatus } from './status.ts';

/** One recipient's message within a send; it alone has a status. */
export interface Delivery {
  readonly id: string;
  /** Place in the send, from 0; the card keeps this order. */
  readonly position: number;
  readonly recipient: PhoneNumber;
  readonly status: DeliveryStatus;
  /** Kaleyra's `uuid:n`. */
  readonly messageId: string | undefined;
  readonly failure: DeliveryFailure | undefined;
  /** Why it was cancelled; left out where it was not, or where the ledger does not say. */
  readonly cancelReason?: CancelReason;
  readonly changedAt: Date;
  /** Accepted long ago, and nothing was heard of it since. */
  readonly isReportOverdue?: boolean;
  /** Set while the status comes from a person, because no delivery report has said as much. */
  readonly manualReport?: ManualReport;
}
