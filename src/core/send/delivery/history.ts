import type { DeliveryFailure } from '../../explanations/failure.ts';
import type { ManualReport } from './manual-report.ts';
import type { DeliveryStatus } from './status.ts';

/** One thing that happened to a delivery. An entry is never removed, even if it changed nothing. */
export type HistoryEntry =
  | {
      /** `bot`: what this bot did, or read in the provider's response. `report`: a delivery report. */
      readonly from: 'bot' | 'report';
      readonly at: Date;
      readonly status: DeliveryStatus;
      readonly failure: DeliveryFailure | undefined;
    }
  | ({ readonly from: 'person' } & ManualReport);
