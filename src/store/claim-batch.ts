import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { ClaimedBatch, Ledger } from '../flow/ports.ts';
import type { Engine } from './engine.ts';
import { createPace, type Pace } from './pace.ts';
import { readMessage, readPhoneNumber } from './record-codec.ts';
import type { Tables } from './tables.ts';
import { touchSend } from './touch-send.ts';

interface Needs {
  readonly engine: Engine;
  readonly messagesPerSecond: number;
  readonly leaseMs: number;
}

interface ClaimedRow {
  readonly id: string;
  readonly send_id: string;
  readonly token: string;
  readonly sender: string;
  readonly size: number;
  readonly attempts: number;
  readonly fence: number;
}

type Claimed = ClaimedBatch | 'none' | 'too_soon' | 'nothing_left';

/** Takes the batch that goes next, commits that it is being sent, and only then hands it out. */
export function createClaimBatch({ engine, messagesPerSecond, leaseMs }: Needs): Ledger['claimBatch'] {
  const pace = createPace(engine, messagesPerSecond);
  const claimOnce = (worker: string): Promise<Claimed> =>
    engine.db
      .transaction()
      .execute((transaction) => claim(engine, pace, transaction, worker, leaseMs))
      .catch((error: unknown) => {
        if (error instanceof TooSoon) return 'too_soon';
        throw error;
      });
  return async (worker) => {
    let claimed = await claimOnce(worker);
    while (claimed === 'nothing_left') claimed = await claimOnce(worker);
    return typeof claimed === 'string' ? undefined : claimed;
  };
}

/** Undoes a claim: another process used up the sender's pace in the same moment. */
class TooSoon extends Error {}

async function claim(
  engine: Engine,
  pace: Pace,
  transaction: Transaction<Tables>,
  worker: string,
  leaseMs: number,
): Promise<Claimed> {
  const row = await claimRow(engine, pace, transaction, worker, leaseMs);
  if (row === undefined) return 'none';
  if (!(await pace.spend(transaction, row.sender, row.size))) throw new TooSoon();
  const deliveries = await transaction
    .updateTable('deliveries')
    .set({ status: 'sending', changed_at: engine.now })
    .where('batch_id', '=', row.id)
    .where('status', '=', 'queued')
    .returning(['id', 'position', 'recipient'])
    .execute();
  if (deliveries.length === 0) {
    await closeBatch(transaction, row.id);
    return 'nothing_left';
  }
  const send = await touchSend(engine, transaction, row.send_id);
  deliveries.sort((a, b) => a.position - b.position);
  return {
    batchId: row.id,
    fence: row.fence,
    sendId: row.send_id,
    token: row.token,
    attempt: row.attempts,
    reportsExpected: send.reports_expected === 1,
    outgoing: {
      message: readMessage(send.message),
      sender: readPhoneNumber(row.sender),
      recipients: deliveries.map(({ recipient }) => readPhoneNumber(recipient)),
    },
    deliveryIds: deliveries.map(({ id }) => id),
  };
}

/**
 * One statement, so that two workers never hold the same batch. The common table is materialized because PostgreSQL may
 * otherwise run the select again and take more than one row.
 */
async function claimRow(
  engine: Engine,
  pace: Pace,
  transaction: Transaction<Tables>,
  worker: string,
  leaseMs: number,
): Promise<ClaimedRow | undefined> {
  const { rows } = await sql<ClaimedRow>`
    with ready as materialized (
      select paces.sender from paces
      where ${pace.isDue} and not ${isPaused(engine)} and exists (
        select 1 from batches
        where batches.sender = paces.sender and batches.state = 'queued' and batches.not_before <= ${engine.now})
      order by paces.next_at_us limit 1
    ), candidate as materialized (
      select batches.id from batches
      where batches.sender = (select sender from ready) and batches.state = 'queued'
        and batches.not_before <= ${engine.now}
      order by batches.not_before, batches.send_id, batches.position limit 1 ${engine.claimLock}
    )
    update batches
    set state = 'sending', fence = fence + 1, attempts = attempts + 1, worker = ${worker},
      lease_until = ${engine.now} + cast(${leaseMs} as integer)
    where id = (select id from candidate)
    returning id, send_id, token, sender, size, attempts, fence`.execute(transaction);
  return rows[0];
}

/** Whether sending is stopped for the sender of a row of `paces`, or for everybody. */
function isPaused({ now }: Engine): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from pauses
    where pauses.scope in ('account', paces.sender) and (pauses.ends_at is null or pauses.ends_at > ${now}))`;
}

/** Every delivery of it was decided while it waited. */
async function closeBatch(transaction: Transaction<Tables>, id: string): Promise<void> {
  await transaction
    .updateTable('batches')
    .set({ state: 'done', worker: null, lease_until: null })
    .where('id', '=', id)
    .execute();
}

/** Milliseconds until the first queued batch of any sender that is not paused may leave. */
export function createUntilNextBatch(engine: Engine): Ledger['untilNextBatch'] {
  return async () => {
    const firstQueued = sql<number>`(
      select min(batches.not_before) from batches
      where batches.sender = paces.sender and batches.state = 'queued')`;
    const nextAt = sql<number>`(paces.next_at_us + 999) / 1000`;
    const { rows } = await sql<{ wait_ms: number | null }>`
      select min(${engine.greatest(nextAt, firstQueued)}) - ${engine.now} as wait_ms
      from paces where not ${isPaused(engine)} and ${firstQueued} is not null`.execute(engine.db);
    const wait = rows[0]?.wait_ms ?? undefined;
    return wait === undefined ? undefined : Math.max(0, wait);
  };
}
