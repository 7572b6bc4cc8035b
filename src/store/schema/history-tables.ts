import type { GeneratedAlways } from 'kysely';
import type { FailureReason } from '../../core/explanations/failure.ts';
import type { ManualReport } from '../../core/send/manual-report.ts';
import type { DeliveryStatus } from '../../core/send/status.ts';

/** What is remembered for people to look up; nothing in it is ever changed. */
export interface HistoryTables {
  status_changes: StatusChangeRow;
  manual_reports: ManualReportRow;
}

/** A status that did not come from a report. Written by a trigger, so that no statement can forget it. */
interface StatusChangeRow {
  id: GeneratedAlways<number>;
  delivery_id: string;
  status: DeliveryStatus;
  failure_reason: FailureReason | null;
  failure_code: string | null;
  failure_text: string | null;
  changed_at: number;
}

/** A person's word; the first one stands. */
interface ManualReportRow {
  delivery_id: string;
  said: ManualReport['said'];
  actor_id: string;
  said_at: number;
}
