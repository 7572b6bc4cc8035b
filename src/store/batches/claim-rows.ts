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
 * Gives each worker a batch of one sender, as many as wait and as its rate has room for. One statement, so that two workers
 * never hold the same batch. The common tables are materialized because PostgreSQL may otherwise run a select again and
 * take more rows. The limit is cast because SQLite plans a statement anew for every value of a limit that is bare.
 *
 * @returns the batch of the first worker first; as many as could be had
 */
export async function claimRows(
  { engine, sendRate, leaseMs }: Needs,
  transaction: Transaction<Tables>,
  workers: readonly string[],
): Promise<readonly ClaimedRow[]> {
  const { now, claimLock, tableOf } = engine;
  const asking = workers.map((worker, index) => ({ place: index + 1, worker }));
  const { rows } = await sql<ClaimedRow>`
    with ready as materialized (
      select paces.sender, paces.next_at_us from paces
      where ${sendRate.isDue} and not ${isPaused(engine)} and exists (
        select 1 from batches
        where batches.sender = paces.sender and batches.state = 'queued' and batches.not_before <= ${now})
      order by paces.next_at_us limit 1
    ), candidate as materialized (
      select batches.id, batches.size, batches.not_before, batches.send_id, batches.position from batches
      where batches.sender = (select sender from ready) and batches.state = 'queued' and batches.not_before <= ${now}
      order by batches.not_before, batches.send_id, batches.position
      limit cast(${workers.length} as integer) ${claimLock}
    ), in_order as materialized (
      select candidate.id, row_number() over line as place, sum(candidate.size) over line - candidate.size as ahead
      from candidate window line as (order by candidate.not_before, candidate.send_id, candidate.position)
    ), taken as materialized (
      select in_order.id, asking.worker
      from in_order cross join ready
      join ${tableOf('asking', { place: 'integer', worker: 'text' }, asking)} on asking.place = in_order.place
      where ${sendRate.isRoomAfter(sql`in_order.ahead`, sql`ready.next_at_us`)}
    )
    update batches
    set state = 'sending', fence = fence + 1, attempts = attempts + 1,
      worker = (select taken.worker from taken where taken.id = batches.id),
      lease_until = ${now} + cast(${leaseMs} as integer)
    where id in (select taken.id from taken)
    returning id, send_id, token, sender, size, attempts, fence, worker`.execute(transaction);
  const byWorker = Map.groupBy(rows, ({ worker }) => worker);
  // Taken out, so that a name which stands here twice never gets one batch twice.
  return workers.flatMap((worker) => byWorker.get(worker)?.shift() ?? []);
}

/** Whether sending is stopped for the sender of a row of `paces`, or for everybody. */
export function isPaused({ now }: Engine): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from pauses
    where pauses.scope in ('account', paces.sender) and (pauses.ends_at is null or pauses.ends_at > ${now}))`;
}
