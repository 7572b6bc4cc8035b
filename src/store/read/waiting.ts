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
        select coalesce(sum(size), 0) as size, coalesce(sum(size) - min(size), 0) as last_begins
        from (${queuedSizes(ofSend(sendId))}) as mine
      ), place as (
        select sender, share + own.last_begins as last_share from queued_sends cross join own where send_id = ${sendId}
      )
      select ${now} as now, first.not_before, first.attempts, cast(own.size as integer) as own,
        cast(coalesce((
          select sum((${sizeWithin(sql`(place.last_share - others.share)`, queuedSizes(ofOthers))}))
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

/** How many recipients each batch has. */
function queuedSizes(condition: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`select size from batches where ${condition} limit ${sql.lit(MAX_COUNTED_BATCHES)}`;
}

/**
 * How many recipients the batches have that begin within so many recipients of the first one's beginning. All batches of a
 * message but its last one are of one size; of a list, whose sizes differ, it is less than one batch too many.
 */
function sizeWithin(distance: RawBuilder<number>, sizes: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select case when sum(size) < (${distance} / max(size) + 1) * max(size) then sum(size)
      else (${distance} / max(size) + 1) * max(size) end
    from (${sizes}) as theirs`;
}
