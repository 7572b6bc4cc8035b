import { type Selectable, sql } from 'kysely';
import type { FailureReason } from '../../core/explanations/failure.ts';
import type { CancelCounts, CancelReason } from '../../core/send/delivery/cancel-reason.ts';
import { effectiveStatus } from '../../core/send/delivery/manual-report.ts';
import { countsOf, type DeliveryStatus } from '../../core/send/delivery/status.ts';
import type { ListProgress } from '../../core/send/list-progress.ts';
import type { Engine } from '../engine/engine.ts';
import type { SendRow } from '../schema/tables.ts';

const MAX_REASONS = 3;

interface CountedRow {
  readonly status: DeliveryStatus;
  readonly failure_reason: FailureReason | null;
  readonly failure_code: string | null;
  readonly failure_text: string | null;
  readonly cancel_reason: CancelReason | null;
  readonly said: 'arrived' | 'not_arrived' | null;
  readonly n: number;
}

/** Gives what a card shows of a list; undefined for a send that is none. One statement counts, whatever the number of rows. */
export type ReadListProgress = (send: Selectable<SendRow>) => Promise<ListProgress | undefined>;

export function createListProgress({ db }: Engine): ReadListProgress {
  return async (send) => {
    const list = await db.selectFrom('lists').selectAll().where('send_id', '=', send.id).executeTakeFirst();
    if (list === undefined) return undefined;
    const counted = await count(send.id);
    return {
      rows: list.row_count,
      counts: countsOf(sumBy(counted)),
      topReasons: topReasonsOf(counted),
      cancelReasons: cancelReasonsOf(counted),
      dueAt: list.due_at === null ? undefined : new Date(list.due_at),
      trialRows: list.trial_rows,
      rowsLeftOut: list.rows_left_out,
      isAskingForRest: send.state === 'trial' && list.asked_at !== null,
    };
  };

  async function count(sendId: string): Promise<readonly CountedRow[]> {
    // Only what is unknown can have a manual report, so it is looked for there alone.
    const { rows } = await sql<CountedRow>`
      select status, failure_reason, failure_code, cancel_reason, said, min(failure_text) as failure_text, count(*) as n from (
        select status, failure_reason, failure_code, failure_text, cancel_reason, case when status = 'unknown' then (
          select said from manual_reports where manual_reports.delivery_id = deliveries.id) end as said
        from deliveries where send_id = ${sendId}
      ) as row_status group by status, failure_reason, failure_code, cancel_reason, said`.execute(db);
    return rows;
  }
}

function sumBy(counted: readonly CountedRow[]): Partial<Record<DeliveryStatus, number>> {
  const sums: Partial<Record<DeliveryStatus, number>> = {};
  for (const row of counted) {
    const status = effectiveStatus(row.status, row.said);
    sums[status] = (sums[status] ?? 0) + row.n;
  }
  return sums;
}

function cancelReasonsOf(counted: readonly CountedRow[]): CancelCounts {
  const counts: Partial<Record<CancelReason, number>> = {};
  for (const { cancel_reason: reason, n, status } of counted) {
    if (reason !== null && status === 'cancelled') counts[reason] = (counts[reason] ?? 0) + n;
  }
  return counts;
}

function topReasonsOf(counted: readonly CountedRow[]): ListProgress['topReasons'] {
  return counted
    .flatMap(({ failure_code, failure_reason: reason, failure_text, n, said }) => {
      if (reason === null || said !== null) return [];
      return [{ failure: { reason, code: failure_code ?? undefined, text: failure_text ?? undefined }, rows: n }];
    })
    .toSorted((a, b) => b.rows - a.rows)
    .slice(0, MAX_REASONS);
}
