import type { StatusUpdate } from '../../../core/send/delivery/status-update.ts';

/**
 * What one delivery report led to. `stale`: it says nothing new. `parked`: its delivery is not known yet, or it could be
 * about several. `not_kept`: too many of those are parked. `not_ours`: its token belongs to no batch.
 */
export type ReportOutcome = 'advanced' | 'stale' | 'parked' | 'not_kept' | 'not_ours';

/** What the ledger does for a callback. */
export interface ReportLedger {
  /**
   * Appends what the reports of one callback say and raises their deliveries' statuses; never lowers one. All of them are
   * written or none. Gives one outcome for each, in order.
   */
  saveReports(updates: readonly StatusUpdate[]): Promise<readonly ReportOutcome[]>;
}
