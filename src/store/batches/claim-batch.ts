import { sql, type Transaction } from 'kysely';
import type { BatchLedger, ClaimedBatch } from '../../flow/ports/store/deliver-batch.ts';
import { bumpVersions } from '../cards/bump-version.ts';
import { coalesce } from '../coalesce/coalesce.ts';
import type { BumpedSend, Engine } from '../engine/engine.ts';
import { readMessage, readPhoneNumber } from '../schema/codec.ts';
import type { Tables } from '../schema/tables.ts';
import { type ClaimedRow, claimRows } from './claim-rows.ts';
import { moveOn } from './send-queue.ts';
import type { SendRate } from './send-rate.ts';

interface Needs {
  readonly engine: Engine;
  readonly sendRate: SendRate;
  readonly leaseMs: number;
}

interface ClaimedDelivery {
  readonly id: string;
  readonly batch_id: string;
  readonly position: number;
  readonly recipient: string;
}

interface Claimant {
  readonly worker: string;
  readonly fullSenders: readonly string[];
}

/** `nothing_left`: all deliveries of the batch were decided while it waited, so the worker claims again. */
type Claimed = ClaimedBatch | 'none' | 'nothing_left';

const MAX_CLAIMS_TOGETHER = 64;

/**
 * Claims the batch that goes next, commits that it is being sent, and only then returns it. Workers that ask at the same time
 * share a transaction, which claims a batch for each of them. It locks the sender's line, then batches, deliveries
 * and sends.
 */
export function createClaimBatch(needs: Needs): BatchLedger['claimBatch'] {
  const claimTogether = coalesce({ maxCalls: MAX_CLAIMS_TOGETHER }, (claimants: readonly Claimant[]) =>
    needs.engine.db.transaction().execute((transaction) => claimRound(needs, transaction, claimants)),
  );
  return async (worker, fullSenders = []) => {
    let claimed = await claimTogether({ worker, fullSenders });
    while (claimed === 'nothing_left') claimed = await claimTogether({ worker, fullSenders });
    return claimed === 'none' ? undefined : claimed;
  };
}

/** @returns one result for each worker, in order */
async function claimRound(
  { engine, sendRate, leaseMs }: Needs,
  transaction: Transaction<Tables>,
  claimants: readonly Claimant[],
): Promise<readonly Claimed[]> {
  const workers = claimants.map(({ worker }) => worker);
  // What the last one knows is the newest.
  const fullSenders = claimants.at(-1)?.fullSenders ?? [];
  const found = await claimRows({ engine, sendRate, leaseMs }, transaction, workers, fullSenders);
  if (found === undefined) return workers.map(() => 'none');
  const { sender, rows } = found;
  const slots = await sendRate.book(
    transaction,
    sender,
    rows.map(({ size }) => size),
  );
  await moveOn(engine, transaction, recipientsBySend(rows));
  const deliveries = await claimDeliveries(engine, transaction, rows);
  const sends = await bumpVersions(engine, transaction, sendsOf(rows, deliveries));
  return workers.map((_, index) => {
    const row = rows[index];
    const send = row && sends.get(row.send_id);
    const claimed = row && deliveries.get(row.id);
    const whenDue = slots[index];
    if (row === undefined || whenDue === undefined) return 'none';
    if (send === undefined || claimed === undefined) return 'nothing_left';
    return claimedBatch({ sender, row, send, claimed, whenDue });
  });
}

/**
 * Marks the queued deliveries of these batches as being sent, and closes batches that have none.
 *
 * @returns the deliveries by batch ID
 */
async function claimDeliveries(
  engine: Engine,
  transaction: Transaction<Tables>,
  rows: readonly ClaimedRow[],
): Promise<ReadonlyMap<string, readonly ClaimedDelivery[]>> {
  const batchIds = rows.map(({ id }) => id);
  const { rows: claimed } = await sql<ClaimedDelivery>`
    with held as materialized (
      select id, status from deliveries where ${engine.isOneOf(sql`batch_id`, batchIds)} order by id ${engine.rowLock}
    )
    update deliveries set status = 'sending', changed_at = ${engine.now}
    from held where deliveries.id = held.id and held.status = 'queued'
    returning deliveries.id, batch_id, position, recipient`.execute(transaction);
  const deliveries = Map.groupBy(claimed, ({ batch_id }) => batch_id);
  const empty = batchIds.filter((id) => !deliveries.has(id));
  if (empty.length > 0) await closeBatches(transaction, empty);
  return deliveries;
}

async function closeBatches(transaction: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  await transaction
    .updateTable('batches')
    .set({ state: 'done', worker: null, lease_until: null })
    .where('id', 'in', ids)
    .execute();
}

/** Only the sends of which something leaves now: the others have nothing new to show. */
function sendsOf(rows: readonly ClaimedRow[], deliveries: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set(rows.filter(({ id }) => deliveries.has(id)).map(({ send_id }) => send_id))];
}

function recipientsBySend(rows: readonly ClaimedRow[]): ReadonlyMap<string, number> {
  const recipients = new Map<string, number>();
  for (const { send_id, size } of rows) recipients.set(send_id, (recipients.get(send_id) ?? 0) + size);
  return recipients;
}

interface Parts {
  readonly sender: string;
  readonly row: ClaimedRow;
  readonly send: BumpedSend;
  readonly claimed: readonly ClaimedDelivery[];
  readonly whenDue: ClaimedBatch['whenDue'];
}

function claimedBatch({ sender, row, send, claimed, whenDue }: Parts): ClaimedBatch {
  const deliveries = claimed.toSorted((a, b) => a.position - b.position);
  return {
    batchId: row.id,
    fence: row.fence,
    sendId: row.send_id,
    token: row.token,
    attempt: row.attempts,
    reportsExpected: send.reports_expected === 1,
    outgoing: {
      message: readMessage(row.message ?? send.message),
      sender: readPhoneNumber(sender),
      recipients: deliveries.map(({ recipient }) => readPhoneNumber(recipient)),
    },
    deliveryIds: deliveries.map(({ id }) => id),
    whenDue,
  };
}
