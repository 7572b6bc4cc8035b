import { sql } from 'kysely';
import { type Waiting, waitingOf } from '../../core/send/waiting.ts';
import type { Engine } from '../engine/engine.ts';

/** A longer line is counted so far only, so that a card costs the same however much waits. */
const MAX_COUNTED_BATCHES = 2_000;

/** Says why a send's queued batches wait; undefined when they have not waited long enough to say so. */
export function createFindWaiting({ db, now }: Engine, messagesPerSecond: number) {
  return async (sendId: string): Promise<Waiting | undefined> => {
    const { rows } = await sql<{ now: number; not_before: number; attempts: number; ahead: number; own: number }>`
      with first as (
        select sender, not_before, attempts from batches where send_id = ${sendId} and state = 'queued'
        order by not_before, position limit 1
      )
      select ${now} as now, first.not_before, first.attempts,
        (select cast(coalesce(sum(size), 0) as integer) from batches where send_id = ${sendId} and state = 'queued') as own,
        (select cast(coalesce(sum(line.size), 0) as integer) from (
          select batches.size from batches
          where batches.sender = first.sender and batches.state = 'queued' and batches.send_id <> ${sendId}
            and (batches.not_before < first.not_before
              or (batches.not_before = first.not_before and batches.send_id < ${sendId}))
          limit ${sql.lit(MAX_COUNTED_BATCHES)}) as line) as ahead
      from first`.execute(db);
    const [row] = rows;
    if (row === undefined) return undefined;
    const { ahead, attempts, own } = row;
    return waitingOf(
      { now: new Date(row.now), notBefore: new Date(row.not_before), attempts, ahead, own },
      messagesPerSecond,
    );
  };
}
