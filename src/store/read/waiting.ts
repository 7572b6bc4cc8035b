import { type RawBuilder, sql } from 'kysely';
import { type Waiting, waitingOf } from '../../core/send/waiting.ts';
import type { Engine } from '../engine/engine.ts';
import { isNotQuiet } from '../queue/quiet-batches.ts';
import { mayLeave } from '../queue/send-queue.ts';

/** Of each send only so many batches are counted, so that a card costs the same however much waits. */
const MAX_COUNTED_BATCHES = 2_000;

interface WaitingRow {
  readonly now: number;
  readonly not_before: number;
  readonly attempts: number;
  readonly ahead: number;
  readonly own: number;
}

/**
 * Says why a send's queued batches wait; undefined when they have not waited long enough to say so. Sends of one sender leave
 * in turn, the one with the smallest share first: ahead is what leaves before the last batch of this one. What waits for the
 * end of quiet hours does not count.
 */
export function createFindWaiting(engine: Engine, messagesPerSecond: number) {
  const { db, now } = engine;
  const ofSend = (sendId: string) => sql<boolean>`send_id = ${sendId} and state = 'queued' and ${isNotQuiet(engine)}`;
  const ofOthers = sql<boolean>`${mayLeave('batches', 'others')} and ${isNotQuiet(engine)}`;
  return async (sendId: string): Promise<Waiting | undefined> => {
    const { rows } = await sql<WaitingRow>`
      with first as (
        select not_before, attempts from batches where ${ofSend(sendId)} order by not_before, position limit 1
      ), own as (
        select coalesce(sum(size), 0) as size, coalesce(max(before), 0) as last_begins
        from (${firstBatches(ofSend(sendId))}) as mine
      ), place as (
        select sender, share + own.last_begins as last_share from queued_sends cross join own where send_id = ${sendId}
      )
      select ${now} as now, first.not_before, first.attempts, cast(own.size as integer) as own,
        cast(coalesce((
          select sum((
            select sum(size) from (${firstBatches(ofOthers)}) as theirs
            where others.share + theirs.before <= place.last_share))
          from place join queued_sends as others on others.sender = place.sender
          where others.send_id <> ${sendId} and others.share <= place.last_share and others.not_before <= ${now}
        ), 0) as integer) as ahead
      from first cross join own`.execute(db);
    const [row] = rows;
    if (row === undefined) return undefined;
    const { ahead, attempts, own } = row;
    return waitingOf(
      { now: new Date(row.now), notBefore: new Date(row.not_before), attempts, ahead, own },
      messagesPerSecond,
    );
  };
}

/** The first batches of a send in their order, each with how many recipients those before it have. */
function firstBatches(condition: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`
    select size, sum(size) over (order by not_before, position) - size as before
    from (
      select size, not_before, position from batches where ${condition}
      order by not_before, position limit ${sql.lit(MAX_COUNTED_BATCHES)}
    ) as counted`;
}
