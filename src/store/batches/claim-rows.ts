import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Engine } from '../engine/engine.ts';
import { IS_LEAVING, mayLeave, moveOn } from '../queue/send-queue.ts';
import type { Tables } from '../schema/tables.ts';
import type { SendRate } from './send-rate.ts';

export interface ClaimedRow {
  readonly id: string;
  readonly send_id: string;
  readonly token: string;
  readonly size: number;
  readonly attempts: number;
  readonly fence: number;
  readonly worker: string;
  /** Null where it is the send's. */
  readonly message: string | null;
  readonly region: string | null;
  readonly policy_hash: string | null;
  readonly quiet_hours: 'kept' | null;
  /** Since when its send may leave, and when it was claimed, in milliseconds since the epoch. */
  readonly since: number;
  readonly now: number;
}

interface ClaimedRows {
  readonly sender: string;
  /** The first worker's first; fewer than workers when there are no more. */
  readonly rows: readonly ClaimedRow[];
}

interface Needs {
  readonly engine: Engine;
  readonly sendRate: SendRate;
  readonly leaseMs: number;
}

/**
 * Gives each worker a batch of one sender that is not full: as many as are queued and as its rate has slots for, in turn from the
 * sends that wait. It first locks the line of that sender: a send that is stopped or paused before that is in line no more.
 *
 * @returns undefined when no sender has a batch that may leave
 */
export async function claimRows(
  needs: Needs,
  transaction: Transaction<Tables>,
  workers: readonly string[],
  fullSenders: readonly string[],
): Promise<ClaimedRows | undefined> {
  const sender = await lockNextSender(needs, transaction, fullSenders);
  if (sender === undefined) return undefined;
  const rows = await claimInTurn(needs, transaction, sender, workers);
  if (rows.length === 0) {
    await clearFront(needs.engine, transaction, sender, workers.length);
    return undefined;
  }
  const byWorker = Map.groupBy(rows, ({ worker }) => worker);
  // Each batch is taken out of its list, so that a worker who asks twice never gets one batch twice.
  return { sender, rows: workers.flatMap((worker) => byWorker.get(worker)?.shift() ?? []) };
}

/** With PostgreSQL the statement after it sees all that was committed before it got the lock. */
async function lockNextSender(
  { engine, sendRate }: Needs,
  transaction: Transaction<Tables>,
  fullSenders: readonly string[],
): Promise<string | undefined> {
  const { rows } = await sql<{ sender: string }>`
    select send_rates.sender from send_rates
    where ${sendRate.isDue} and not ${isPaused(engine)}
      and not ${engine.isOneOf(sql`send_rates.sender`, fullSenders)} and exists (
      select 1 from queued_sends
      where queued_sends.sender = send_rates.sender and queued_sends.not_before <= ${engine.now})
    order by send_rates.next_at_us limit 1 ${engine.rowLock}`.execute(transaction);
  return rows[0]?.sender;
}

/**
 * One statement. It takes what it can of the send that has had least, then of the next: batches of one send stand together, so
 * that far less of the file changes than if it took one of each. The first batches of some sends are looked at, so that its
 * cost depends neither on how many batches a send has nor on how many sends wait. The common tables are materialized because PostgreSQL may
 * otherwise run a select again. The limits are cast because SQLite plans a statement anew for every value of a bare limit.
 */
async function claimInTurn(
  { engine, sendRate, leaseMs }: Needs,
  transaction: Transaction<Tables>,
  sender: string,
  workers: readonly string[],
): Promise<readonly ClaimedRow[]> {
  const { now, tableOf } = engine;
  const limit = sql`limit cast(${workers.length} as integer)`;
  const workersInLine = workers.map((worker, index) => ({ place: index + 1, worker }));
  const { rows } = await sql<ClaimedRow>`
    with ready as materialized (
      select next_at_us from send_rates where sender = ${sender}
    ), next_send as materialized (
      select queued_sends.send_id, queued_sends.share, queued_sends.end_position
      from queued_sends join sends on sends.id = queued_sends.send_id
      where queued_sends.sender = ${sender} and queued_sends.not_before <= ${now} and ${IS_LEAVING}
      order by queued_sends.share, queued_sends.send_id ${limit}
    ), candidate as materialized (
      select batches.id, batches.size, batches.not_before, batches.position, next_send.send_id, next_send.share
      from next_send ${engine.joinEach(
        'first',
        sql`select b.id from batches as b where ${mayLeave('b', 'next_send')} and b.not_before <= ${now}
          order by b.not_before, b.position ${limit}`,
      )} join batches on batches.id = first.value
      order by next_send.share, next_send.send_id, batches.not_before, batches.position ${limit}
    ), in_line as materialized (
      select id, row_number() over line as place, sum(size) over line - size as ahead
      from candidate window line as (order by share, send_id, not_before, position)
    ), claimed as materialized (
      select in_line.id, claimant.worker
      from in_line cross join ready
      join ${tableOf('claimant', { place: 'integer', worker: 'text' }, workersInLine)} on claimant.place = in_line.place
      where ${sendRate.hasSlotAfter(sql`in_line.ahead`, sql`ready.next_at_us`)}
    )
    update batches
    set state = 'sending', fence = fence + 1, attempts = attempts + 1,
      worker = (select claimed.worker from claimed where claimed.id = batches.id),
      lease_until = ${now} + cast(${leaseMs} as integer)
    where id in (select claimed.id from claimed) and state = 'queued'
    returning id, send_id, token, size, attempts, fence, worker, message, region, ${now} as now,
      (select policy_hash from sends where sends.id = batches.send_id) as policy_hash,
      (select quiet_hours from sends where sends.id = batches.send_id) as quiet_hours,
      (select coalesce(state_at, created_at) from sends where sends.id = batches.send_id) as since`.execute(
    transaction,
  );
  return rows;
}

/** Takes out of the line what is at its front and has nothing to claim, so that the next claim finds what has. */
async function clearFront(
  engine: Engine,
  transaction: Transaction<Tables>,
  sender: string,
  count: number,
): Promise<void> {
  const { rows } = await sql<{ send_id: string }>`
    select send_id from queued_sends where sender = ${sender} and not_before <= ${engine.now}
    order by share, send_id limit cast(${count} as integer)`.execute(transaction);
  await moveOn(engine, transaction, new Map(rows.map(({ send_id }) => [send_id, 0])));
}

/** A condition: sending is paused. */
export function isPaused({ now }: Engine): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from pauses where pauses.ends_at is null or pauses.ends_at > ${now})`;
}
