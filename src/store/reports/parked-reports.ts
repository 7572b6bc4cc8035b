import { type RawBuilder, sql, type Transaction } from 'kysely';
import { PARKED_REPORT_LIFE_MS } from '../../core/limits.ts';
import type { Engine } from '../engine/engine.ts';
import type { QuotaDelivery } from '../rules/quotas.ts';
import type { StatusEventRow, Tables } from '../schema/tables.ts';
import { advanceStatuses } from './advance-status.ts';
import { findReported } from './find-reported.ts';
import { limitReports } from './limit-reports.ts';
import type { SaveReportedOptOuts } from './reported-opt-outs.ts';

/** The statement that reads the parked reports for these bases of message IDs. */
export function parkedReports({ isOneOf, now }: Engine, bases: readonly string[]): RawBuilder<StatusEventRow> {
  return sql<StatusEventRow>`
    select * from status_events
    where delivery_id is null and ${isOneOf(sql`message_base`, bases)} and received_at > ${now} - ${sql.lit(PARKED_REPORT_LIFE_MS)}`;
}

/** What parked reports changed. */
interface Matched {
  /** Sends whose deliveries were raised. */
  readonly sendIds: readonly string[];
  /** See `advanceStatuses`. */
  readonly leftAfterAll: readonly QuotaDelivery[];
}

/** What a parked report says. */
export function readParked(event: StatusEventRow) {
  return {
    id: event.id,
    messageId: event.message_id,
    status: event.status,
    code: event.code ?? undefined,
    text: event.text ?? undefined,
    batchToken: event.batch_token ?? undefined,
    recipientDigits: event.recipient ?? undefined,
  };
}

/** Gives parked reports to their deliveries, those that are known by now, in the caller's transaction. */
export async function matchParked(
  engine: Engine,
  transaction: Transaction<Tables>,
  saveOptOuts: SaveReportedOptOuts,
  parked: readonly StatusEventRow[],
): Promise<Matched> {
  if (parked.length === 0) return { sendIds: [], leftAfterAll: [] };
  const reports = await findReported(engine, transaction, parked.map(readParked));
  const known = reports.filter((report) => report.match === 'known');
  // Those that are too many stay parked, and are deleted in time.
  await attachReports(engine, transaction, limitReports(known));
  const { sendOf, leftAfterAll } = await advanceStatuses(engine, transaction, known);
  await saveOptOuts(transaction, sendOf.keys());
  return { sendIds: [...sendOf.values()], leftAfterAll };
}

async function attachReports(
  { isOneOf, tableOf }: Engine,
  transaction: Transaction<Tables>,
  known: readonly { readonly id: string; readonly deliveryId: string }[],
): Promise<void> {
  if (known.length === 0) return;
  const rows = known.map(({ id, deliveryId }) => ({ id, delivery_id: deliveryId }));
  const ids = known.map(({ id }) => id);
  await sql`
    update status_events set delivery_id = known.delivery_id
    from ${tableOf('known', { id: 'text', delivery_id: 'text' }, rows)}
    where status_events.id = known.id and ${isOneOf(sql`status_events.id`, ids)}`.execute(transaction);
}
