import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { StatusUpdate } from '../../core/send/delivery/status-update.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { ReportLedger, ReportOutcome } from '../../flow/ports/store/save-reports.ts';
import { bumpVersions } from '../cards/bump-version.ts';
import { coalesce } from '../coalesce/coalesce.ts';
import type { Engine } from '../engine/engine.ts';
import { settleQuotas } from '../rules/quotas.ts';
import { messageBase } from '../schema/message-base.ts';
import type { StatusEventRow, Tables } from '../schema/tables.ts';
import { advanceStatuses } from './advance-status.ts';
import { findReported, lockReported } from './find-reported.ts';
import { limitReports, MAX_REPORTS_ADDED } from './limit-reports.ts';
import { matchParked, parkedReports, readParked } from './parked-reports.ts';
import { createParkingSpace, type TakeParkingSpace } from './parking-space.ts';
import type { SaveReportedOptOuts } from './reported-opt-outs.ts';

/** Few transactions take many reports, and each still ends within milliseconds. */
const MAX_CALLS_TOGETHER = 64;

/**
 * Appends reports and raises the deliveries that they are about, or parks them until those are known. The reports of one call
 * are saved together or not at all; a report that is saved twice changes nothing.
 *
 * Calls of the same time share a transaction. It locks the message IDs and batch tokens that they name, then deliveries, then
 * sends and quotas.
 *
 * @param log gets a warning for a report that names another number than its delivery has, and when too many are parked
 * @param saveOptOuts takes down what reports say of recipients' wishes
 */
export function createSaveReports(
  engine: Engine,
  log: Log,
  saveOptOuts: SaveReportedOptOuts,
): ReportLedger['saveReports'] {
  const needs = { engine, saveOptOuts, takeParkingSpace: createParkingSpace(log) };
  return coalesce(
    { maxCalls: MAX_CALLS_TOGETHER, isolateFailures: true },
    async (calls: readonly (readonly StatusUpdate[])[]) => {
      const saved = await engine.transact((transaction) => saveAll(needs, transaction, calls.flat()));
      for (const { messageId, deliveryId } of saved.withOtherNumbers) {
        log.warn({ messageId, deliveryId }, 'report names another number');
      }
      const outcomes = [...saved.outcomes];
      return calls.map((call) => outcomes.splice(0, call.length));
    },
  );
}

interface SavedReports {
  /** One for each report, in order. */
  readonly outcomes: readonly ReportOutcome[];
  readonly withOtherNumbers: readonly { readonly messageId: string; readonly deliveryId: string }[];
}

interface Needs {
  readonly engine: Engine;
  readonly saveOptOuts: SaveReportedOptOuts;
  readonly takeParkingSpace: TakeParkingSpace;
}

async function saveAll(
  { engine, saveOptOuts, takeParkingSpace }: Needs,
  transaction: Transaction<Tables>,
  updates: readonly StatusUpdate[],
): Promise<SavedReports> {
  await sql`select ${engine.lockOn(lockNames(updates))}`.execute(transaction);
  const reports = await findReported(engine, transaction, updates);
  const unclaimed = new Set(reports.filter(({ match, batchToken }) => match === 'none' && batchToken === undefined));
  const hasRoom = unclaimed.size === 0 || (await takeParkingSpace(transaction, unclaimed.size));
  await appendEvents(
    engine,
    transaction,
    reports.filter((report) => report.match !== 'not_ours' && (hasRoom || !unclaimed.has(report))),
  );
  const known = reports.filter((report) => report.match === 'known');
  const withNewIds = known.filter(({ isFirst }) => isFirst);
  const parked = await findParkedOf(engine, transaction, withNewIds);
  // They are raised after the others, and may be before them in the order of IDs.
  if (parked.length > 0) await lockReported(engine, transaction, [...known, ...parked.map(readParked)]);
  const { sendOf, leftAfterAll } = await advanceStatuses(engine, transaction, known);
  await saveOptOuts(transaction, sendOf.keys());
  const byParked = await matchParked(engine, transaction, saveOptOuts, parked);
  await bumpVersions(engine, transaction, [...sendOf.values(), ...byParked.sendIds]);
  await settleQuotas(engine, transaction, { left: [...leftAfterAll, ...byParked.leftAfterAll] });
  return {
    outcomes: reports.map((report) => {
      if (report.match === 'not_ours') return 'not_ours';
      if (report.match === 'none') return hasRoom || !unclaimed.has(report) ? 'parked' : 'not_kept';
      return sendOf.has(report) ? 'advanced' : 'stale';
    }),
    withOtherNumbers: known.filter(({ isOtherNumber }) => isOtherNumber),
  };
}

/** Reports of one batch wait for each other, because the others decide which delivery one can be about. */
function lockNames(updates: readonly StatusUpdate[]): readonly string[] {
  const bases = updates.map(({ messageId }) => messageBase(messageId));
  return [...bases, ...updates.flatMap(({ batchToken }) => (batchToken === undefined ? [] : `batch ${batchToken}`))];
}

/** Parked reports that are matched again: a delivery that has just learned its message ID leaves fewer that they can be about. */
async function findParkedOf(
  engine: Engine,
  transaction: Transaction<Tables>,
  reports: readonly StatusUpdate[],
): Promise<readonly StatusEventRow[]> {
  if (reports.length === 0) return [];
  const bases = [...new Set(reports.map(({ messageId }) => messageBase(messageId)))];
  const { rows } = await parkedReports(engine, bases).execute(transaction);
  return rows;
}

const EVENT = {
  id: 'text',
  delivery_id: 'text',
  message_id: 'text',
  message_base: 'text',
  status: 'text',
  code: 'text',
  text: 'text',
  batch_token: 'text',
  recipient: 'text',
  reported_at: 'bigint',
} as const;

/**
 * A report that was saved before adds nothing, but gets its delivery when that is known now. A delivery that has enough
 * reports of this status gets no more.
 */
async function appendEvents(
  { now, tableOf }: Engine,
  transaction: Transaction<Tables>,
  reports: readonly (StatusUpdate & { readonly deliveryId?: string })[],
): Promise<void> {
  const rows = new Map<string, ReturnType<typeof rowOf>>();
  for (const report of limitReports(reports)) {
    const id = fingerprint(report);
    if (typeof rows.get(id)?.delivery_id !== 'string') rows.set(id, rowOf(id, report));
  }
  if (rows.size === 0) return;
  await sql`
    insert into status_events
      (id, delivery_id, message_id, message_base, status, code, text, batch_token, recipient, reported_at, received_at)
    select id, delivery_id, message_id, message_base, status, code, text, batch_token, recipient, reported_at, ${now}
    from ${tableOf('event', EVENT, [...rows.values()])}
    where delivery_id is null or not exists (
      select 1 from status_events as kept where kept.delivery_id = event.delivery_id and kept.status = event.status
      limit 1 offset ${sql.lit(MAX_REPORTS_ADDED - 1)})
    on conflict (id) do update set delivery_id = coalesce(status_events.delivery_id, excluded.delivery_id)`.execute(
    transaction,
  );
}

function rowOf(id: string, report: StatusUpdate & { readonly deliveryId?: string }) {
  return {
    id,
    delivery_id: report.deliveryId ?? null,
    message_id: report.messageId,
    message_base: messageBase(report.messageId),
    status: report.status,
    code: report.code ?? null,
    text: report.text ?? null,
    batch_token: report.batchToken ?? null,
    recipient: report.recipientDigits ?? null,
    reported_at: report.reportedAt?.getTime() ?? null,
  };
}

/** Two reports are the same when they say the same, whenever they came. */
function fingerprint({ messageId, status, code, text, batchToken, recipientDigits, reportedAt }: StatusUpdate): string {
  const said = [messageId, status, code, text, batchToken, recipientDigits, reportedAt?.getTime()];
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}
