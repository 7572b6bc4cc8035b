import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { StatusUpdate } from '../../core/send/status-update.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { ReportLedger, ReportOutcome } from '../../flow/ports/save-reports.ts';
import { bumpVersions } from '../cards/bump-version.ts';
import { coalesce } from '../coalesce/coalesce.ts';
import type { Engine } from '../engine/engine.ts';
import { messageBase } from '../engine/message-base.ts';
import type { Tables } from '../schema/tables.ts';
import { advanceStatuses } from './advance-status.ts';
import { findReported } from './find-reported.ts';
import { matchParked, parkedReports } from './parked-reports.ts';

/** A flood is served by few transactions, and each is over within milliseconds. */
const LARGEST_ROUND = 64;

/**
 * Appends what reports say and raises the deliveries that they are about, or parks them until those are known. What comes
 * in one call is written whole or not at all. Calls of one moment share a transaction; recorded twice, a report tells
 * nothing new.
 *
 * @param log hears of a report that names another number than its delivery has.
 */
export function createSaveReports(engine: Engine, log: Log): ReportLedger['saveReports'] {
  return coalesce(
    { maxCalls: LARGEST_ROUND, isolateFailures: true },
    async (calls: readonly (readonly StatusUpdate[])[]) => {
      const recorded = await engine.db
        .transaction()
        .execute((transaction) => recordAll(engine, transaction, calls.flat()));
      for (const { messageId, deliveryId } of recorded.underOtherNumbers) {
        log.warn({ messageId, deliveryId }, 'report names another number');
      }
      const outcomes = [...recorded.outcomes];
      return calls.map((call) => outcomes.splice(0, call.length));
    },
  );
}

interface Recorded {
  /** One for each report, in order. */
  readonly outcomes: readonly ReportOutcome[];
  readonly underOtherNumbers: readonly { readonly messageId: string; readonly deliveryId: string }[];
}

async function recordAll(
  engine: Engine,
  transaction: Transaction<Tables>,
  updates: readonly StatusUpdate[],
): Promise<Recorded> {
  await sql`select ${engine.lockOn(lockNames(updates))}`.execute(transaction);
  const reports = await findReported(engine, transaction, updates);
  await appendEvents(
    engine,
    transaction,
    reports.filter(({ whose }) => whose !== 'not_ours'),
  );
  const known = reports.filter((report) => report.whose === 'known');
  const raised = await advanceStatuses(engine, transaction, known);
  const told = known.filter(({ isFirst }) => isFirst);
  const raisedLater = await matchWaiting(engine, transaction, told);
  await bumpVersions(engine, transaction, [...raised.values(), ...raisedLater]);
  return {
    outcomes: reports.map((report) => {
      if (report.whose === 'not_ours') return 'not_ours';
      if (report.whose === 'nobody') return 'parked';
      return raised.has(report) ? 'advanced' : 'stale';
    }),
    underOtherNumbers: known.filter(({ isOtherNumber }) => isOtherNumber),
  };
}

/** Reports of one batch wait for each other: what one may be about depends on what the others were. */
function lockNames(updates: readonly StatusUpdate[]): readonly string[] {
  const bases = updates.map(({ messageId }) => messageBase(messageId));
  return [...bases, ...updates.flatMap(({ batchToken }) => (batchToken === undefined ? [] : `batch ${batchToken}`))];
}

/** A delivery that has just learnt its message ID leaves fewer that a parked report of its batch can be about. */
async function matchWaiting(
  engine: Engine,
  transaction: Transaction<Tables>,
  told: readonly StatusUpdate[],
): Promise<readonly string[]> {
  if (told.length === 0) return [];
  const bases = [...new Set(told.map(({ messageId }) => messageBase(messageId)))];
  const { rows } = await parkedReports(engine, bases).execute(transaction);
  return matchParked(engine, transaction, rows);
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

/** A report that is known already adds nothing, but may have found its delivery by now. */
async function appendEvents(
  { now, tableOf }: Engine,
  transaction: Transaction<Tables>,
  reports: readonly (StatusUpdate & { readonly deliveryId?: string })[],
): Promise<void> {
  const rows = new Map<string, ReturnType<typeof rowOf>>();
  for (const report of reports) {
    const id = fingerprint(report);
    if (typeof rows.get(id)?.delivery_id !== 'string') rows.set(id, rowOf(id, report));
  }
  if (rows.size === 0) return;
  await sql`
    insert into status_events
      (id, delivery_id, message_id, message_base, status, code, text, batch_token, recipient, reported_at, received_at)
    select id, delivery_id, message_id, message_base, status, code, text, batch_token, recipient, reported_at, ${now}
    from ${tableOf('event', EVENT, [...rows.values()])}
    where true
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

/** Two reports are the same when they say the same; when they came makes no difference. */
function fingerprint({ messageId, status, code, text, batchToken, recipientDigits, reportedAt }: StatusUpdate): string {
  const said = [messageId, status, code, text, batchToken, recipientDigits, reportedAt?.getTime()];
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}
