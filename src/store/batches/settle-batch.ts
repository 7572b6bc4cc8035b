import { sql, type Transaction } from 'kysely';
import type { ProviderWarning } from '../../core/send/delivery/outcome.ts';
import type { DeliverySettlement } from '../../core/send/delivery/settlement.ts';
import type { BatchClaim, BatchLedger } from '../../flow/ports/store/deliver-batch.ts';
import { bumpVersions } from '../cards/bump-version.ts';
import { coalesce } from '../coalesce/coalesce.ts';
import type { Engine } from '../engine/engine.ts';
import { matchParked, parkedReports } from '../reports/parked-reports.ts';
import type { SaveReportedOptOuts } from '../reports/reported-opt-outs.ts';
import { type QuotaDelivery, settleQuotas } from '../rules/quotas.ts';
import { write } from '../schema/codec.ts';
import { messageBase } from '../schema/message-base.ts';
import type { Tables } from '../schema/tables.ts';
import { settleDeliveries } from './settle-deliveries.ts';

/** What became of one claimed batch. */
interface BatchSettlement {
  readonly claim: BatchClaim;
  readonly settlements: readonly DeliverySettlement[];
  readonly warning: ProviderWarning | undefined;
}

interface ClosedBatch {
  readonly id: string;
  readonly fence: number;
  readonly send_id: string;
  readonly size: number;
}

const MAX_BATCHES_TOGETHER = 32;
/** By then the workers are at their next requests: only the card is shown later. */
const COALESCE_MS = 8;

/**
 * Writes what became of a claimed batch, with the parked reports of the messages that it names. A response counts after its
 * lease ended, too: only the fence decides, because no other worker ever sends this batch. Written twice, it changes nothing.
 *
 * Batches that are settled at the same time share a transaction. It locks the message IDs, then batches, deliveries and sends.
 */
export function createSettleBatch(engine: Engine, saveOptOuts: SaveReportedOptOuts): BatchLedger['settleBatch'] {
  const settleTogether = (batches: readonly BatchSettlement[]) =>
    engine.transact((transaction) => settleAll(engine, transaction, saveOptOuts, batches));
  const settle = coalesce(
    { maxCalls: MAX_BATCHES_TOGETHER, waitMs: COALESCE_MS, isolateFailures: true },
    settleTogether,
  );
  return (claim, settlements, warning) => settle({ claim, settlements, warning });
}

/** @returns for each batch, in order, whether it was settled now */
async function settleAll(
  engine: Engine,
  transaction: Transaction<Tables>,
  saveOptOuts: SaveReportedOptOuts,
  batches: readonly BatchSettlement[],
): Promise<readonly boolean[]> {
  const closed = await closeBatches(engine, transaction, batches);
  const settled = firstOfEach(batches, closed);
  if (settled.size > 0) await writeSettlements(engine, transaction, saveOptOuts, settled);
  return batches.map((batch) => settled.has(batch));
}

/** Closes the batches that still have the fence of their claims, and locks the message IDs that the settlements name. */
async function closeBatches(
  { isOneOf, lockOn, rowLock }: Engine,
  transaction: Transaction<Tables>,
  batches: readonly BatchSettlement[],
): Promise<readonly ClosedBatch[]> {
  const ids = batches.map(({ claim }) => claim.batchId);
  const idsWithFence = batches.map(({ claim }) => `${claim.batchId} ${claim.fence}`);
  const closed = await sql<ClosedBatch>`
    with held as materialized (
      select id from batches
      where ${lockOn(basesOf(batches))} and ${isOneOf(sql`id`, ids)}
        and ${isOneOf(sql`id || ' ' || fence`, idsWithFence)} and state in ('sending', 'lost')
      order by id ${rowLock}
    )
    update batches set state = 'done', worker = null, lease_until = null
    from held where batches.id = held.id
    returning batches.id, fence, send_id, size`.execute(transaction);
  return closed.rows;
}

/** A batch is settled once, also when two settlements of it come at the same time. */
function firstOfEach(
  batches: readonly BatchSettlement[],
  closed: readonly ClosedBatch[],
): ReadonlyMap<BatchSettlement, ClosedBatch> {
  const first = closed.flatMap((row) => {
    const batch = batches.find(({ claim }) => claim.batchId === row.id && claim.fence === row.fence);
    return batch === undefined ? [] : [[batch, row] as const];
  });
  return new Map(first);
}

async function writeSettlements(
  engine: Engine,
  transaction: Transaction<Tables>,
  saveOptOuts: SaveReportedOptOuts,
  settled: ReadonlyMap<BatchSettlement, ClosedBatch>,
): Promise<void> {
  const update = settleDeliveries(
    engine,
    [...settled].map(([{ settlements }, { id }]) => ({ batchId: id, settlements })),
  );
  const parked = await engine.writeAndRead(transaction, [update], parkedReports(engine, basesOf(settled.keys())));
  // Before the parked reports, which may raise what is rejected now.
  const gone = await findRejected(engine, transaction, settled);
  const { leftAfterAll: left, ...matched } = await matchParked(engine, transaction, saveOptOuts, parked);
  const sendIds = Array.from(settled.values(), ({ send_id }) => send_id);
  await bumpVersions(engine, transaction, [...sendIds, ...matched.sendIds]);
  for (const [{ warning }, { send_id }] of settled) {
    if (warning !== undefined) await saveWarning(transaction, send_id, warning);
  }
  await settleQuotas(engine, transaction, { gone, left });
}

/** A batch is settled once, so what is rejected in it now was not before. */
async function findRejected(
  { isOneOf }: Engine,
  transaction: Transaction<Tables>,
  settled: ReadonlyMap<BatchSettlement, ClosedBatch>,
): Promise<readonly QuotaDelivery[]> {
  const ids = [...settled].flatMap(([{ settlements }, { id }]) =>
    settlements.some(({ status }) => status === 'rejected') ? [id] : [],
  );
  if (ids.length === 0) return [];
  const { rows } = await sql<QuotaDelivery>`
    select send_id, recipient_key from deliveries where ${isOneOf(sql`batch_id`, ids)} and status = 'rejected'`.execute(
    transaction,
  );
  return rows;
}

function basesOf(batches: Iterable<BatchSettlement>): readonly string[] {
  const ids = [...batches].flatMap(({ settlements }) => settlements.flatMap(({ messageId }) => messageId ?? []));
  return [...new Set(ids.map(messageBase))];
}

async function saveWarning(transaction: Transaction<Tables>, sendId: string, warning: ProviderWarning): Promise<void> {
  await transaction
    .updateTable('sends')
    .set({ warning: write(warning) })
    .where('id', '=', sendId)
    .execute();
}
