import type { DeliveryFailure } from '../explanations/failure.ts';
import type { ManualReport } from './manual-report.ts';
import type { DeliveryStatus } from './status.ts';

/** One thing that happened to a delivery. Nothing here is ever taken back, even if it changed nothing. */
export type HistoryEntry =
  /** What this bot did, or learned from the provider's answer. */
  | {
      readonly from: 'bot';
      readonly at: Date;
      readonly status: DeliveryStatus;
      readonly failure: DeliveryFailure | undefined;
    }
  /** A delivery report. */
  | {
      readonly from: 'report';
      readonly at: Date;
      readonly status: DeliveryStatus;
      readonly failure: DeliveryFailure | undefined;
    }
  | ({ readonly from: 'person' } & ManualReport);
