import type { GeneratedAlways } from 'kysely';
import type { FailureReason } from '../../core/explanations/failure.ts';
import type { ManualReport } from '../../core/send/delivery/manual-report.ts';
import type { DeliveryStatus } from '../../core/send/delivery/status.ts';

/** What people look up; its rows are never changed. */
export interface HistoryTables {
  status_changes: StatusChangeRow;
  manual_reports: ManualReportRow;
}

/** A change of status that no report made. A trigger writes it, so that no statement can forget it. */
interface StatusChangeRow {
  id: GeneratedAlways<number>;
  delivery_id: string;
  status: DeliveryStatus;
  failure_reason: FailureReason | null;
  failure_code: string | null;
  failure_text: string | null;
  changed_at: number;
}

/** What a person reported of an `unknown` delivery; the first report stands. */
interface ManualReportRow {
  delivery_id: string;
  said: ManualReport['said'];
  actor_id: string;
  said_at: number;
}
