import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';
import type { SendRate } from './send-rate.ts';

export interface ClaimedRow {
  readonly id: string;
  readonly send_id: string;
  readonly token: string;
  readonly sender: string;
  readonly size: number;
  readonly attempts: number;
  readonly fence: number;
  readonly worker: string;
}

interface Needs {
  readonly engine: Engine;
  readonly sendRate: SendRate;
  readonly leaseMs: number;
}

/**
 * Gives each worker a batch of one sender that is not full: as many as are queued and as the sender's rate has slots for. One statement, so
 * that two workers never hold the same batch. The common tables are materialized because PostgreSQL may otherwise run a
 * select again and claim more rows. The limit is cast because SQLite plans a statement anew for every value of a bare limit.
 *
 * @returns the claimed batches, the first worker's first; fewer than workers when there are no more
 */
export async function claimRows(
  { engine, sendRate, leaseMs }: Needs,
  transaction: Transaction<Tables>,
  workers: readonly string[],
  fullSenders: readonly string[],
): Promise<readonly ClaimedRow[]> {
  const { now, claimLock, isOneOf, tableOf } = engine;
  const workersInLine = workers.map((worker, index) => ({ place: index + 1, worker }));
  const { rows } = await sql<ClaimedRow>`
    with ready as materialized (
      select send_rates.sender, send_rates.next_at_us from send_rates
      where ${sendRate.isDue} and not ${isPaused(engine)} and not ${isOneOf(sql`send_rates.sender`, fullSenders)} and exists (
        select 1 from batches
        where batches.sender = send_rates.sender and batches.state = 'queued' and batches.not_before <= ${now})
      order by send_rates.next_at_us limit 1
    ), candidate as materialized (
      select batches.id, batches.size, batches.not_before, batches.send_id, batches.position from batches
      where batches.sender = (select sender from ready) and batches.state = 'queued' and batches.not_before <= ${now}
      order by batches.not_before, batches.send_id, batches.position
      limit cast(${workers.length} as integer) ${claimLock}
    ), in_line as materialized (
      select candidate.id, row_number() over line as place, sum(candidate.size) over line - candidate.size as ahead
      from candidate window line as (order by candidate.not_before, candidate.send_id, candidate.position)
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
    where id in (select claimed.id from claimed)
    returning id, send_id, token, sender, size, attempts, fence, worker`.execute(transaction);
  const byWorker = Map.groupBy(rows, ({ worker }) => worker);
  // Each batch is taken out of its list, so that a worker who asks twice never gets one batch twice.
  return workers.flatMap((worker) => byWorker.get(worker)?.shift() ?? []);
}

/** A condition on a row of `send_rates`: sending is paused for its sender, or for the account. */
export function isPaused({ now }: Engine): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from pauses
    where pauses.scope in ('account', send_rates.sender) and (pauses.ends_at is null or pauses.ends_at > ${now}))`;
}
