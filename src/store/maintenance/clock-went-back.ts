import { type RawBuilder, sql } from 'kysely';
import { LATE_EDIT_MS, MAX_RETRY_AFTER_MS } from '../../core/limits.ts';
import { restAfterPost } from '../../core/replies/posting.ts';
import { updateCards } from '../cards/card-rows.ts';
import type { Engine } from '../engine/engine.ts';
import { mayLeave } from '../queue/send-queue.ts';

/** The most recipients that one request can have, and so the most slots that are booked at once. */
const MAX_BATCH_SIZE = 100;
/** How far ahead a slot can be booked, on top of the slots before it. */
const MAX_LEAD_MS = 2_000;
/** A shorter wait is normal, because cards rest for as long between two edits, and is not looked into. */
const SHORT_WAIT_MS = 1_500;

type UntilNext<Given extends readonly unknown[]> = (...given: Given) => Promise<number | undefined>;

/**
 * Makes due what lies further ahead than anything is ever put off: the clock of the database's machine went back, and what
 * was due before would wait for as long as it went back. Looks only when nothing is due, and writes only when there is such.
 *
 * @param bringForward makes due what lies too far ahead; false when there was none
 */
export function goOnWhenClockWentBack(
  bringForward: () => Promise<boolean>,
): <Given extends readonly unknown[]>(untilNext: UntilNext<Given>) => UntilNext<Given> {
  return (untilNext) =>
    async (...given) => {
      const waitMs = await untilNext(...given);
      if (waitMs !== undefined && waitMs < SHORT_WAIT_MS) return waitMs;
      return (await bringForward()) ? untilNext(...given) : waitMs;
    };
}

/**
 * For {@link goOnWhenClockWentBack}: messages and cards.
 *
 * @param messagesPerSecond a sender's recipients a second
 */
export function createBringSendsForward(engine: Engine, messagesPerSecond: number): () => Promise<boolean> {
  const { db, now, rowLock } = engine;
  const longestSlotMs = MAX_LEAD_MS + Math.ceil((MAX_BATCH_SIZE * 1_100) / messagesPerSecond);
  const after = (ms: number): RawBuilder<number> => later(engine, ms);
  const tooFar = after(MAX_RETRY_AFTER_MS);
  // A card without failed tries is put off on purpose for so long at most, to see whether Slack makes an edit late.
  const lateEdit = after(LATE_EDIT_MS);
  const slots = sql`send_rates.next_at_us > (${after(longestSlotMs)}) * 1000`;
  const line = sql`queued_sends.not_before > ${now}`;
  // What never left and was queued before now waits for the morning, however long that takes.
  const batches = sql`state = 'queued' and not_before > ${now}
    and ((attempts > 0 and not_before > ${tooFar}) or (attempts = 0 and queued_at > ${now}))
    and send_id in (select send_id from queued_sends where ${line})`;
  const cards = sql<boolean>`state = 'open' and shown_version < wanted_version and (
    (not_before > ${lateEdit} and (attempts = 0 or not_before > ${tooFar})) or behind_since > ${lateEdit})`;
  const pauses = sql`kind = 'asked_to_wait' and ends_at > ${tooFar}`;

  /** Locks the lines of all senders first, as a claim locks one. */
  function bringBatchesForward(): Promise<void> {
    return engine.transact(async (transaction) => {
      await sql`select sender from send_rates order by sender ${rowLock}`.execute(transaction);
      await sql`update send_rates set next_at_us = ${now} * 1000 where ${slots}`.execute(transaction);
      await sql`update batches set not_before = ${now} where ${batches}`.execute(transaction);
      await sql`update queued_sends set not_before = (
        select min(not_before) from batches where ${mayLeave('batches', 'queued_sends')})
        where ${line} and exists (select 1 from batches where ${mayLeave('batches', 'queued_sends')})`.execute(
        transaction,
      );
    });
  }

  return async () => {
    const { rows } = await sql<{ ahead: number | boolean }>`
      select exists (select 1 from send_rates where ${slots}) or exists (select 1 from batches where ${batches})
        or exists (select 1 from cards where ${cards}) or exists (select 1 from pauses where ${pauses}) as ahead`.execute(
      db,
    );
    if (rows[0]?.ahead !== true && rows[0]?.ahead !== 1) return false;
    await bringBatchesForward();
    await updateCards(engine, sql`not_before = ${now}, behind_since = ${now}`, cards).execute(db);
    await sql`update pauses set ends_at = ${now} where ${pauses}`.execute(db);
    return true;
  };
}

/** For {@link goOnWhenClockWentBack}: replies that wait to be posted. */
export function createBringThreadsForward(engine: Engine): () => Promise<boolean> {
  const { db, now } = engine;
  const threads = sql`waiting > 0 and (not_before > ${later(engine, MAX_RETRY_AFTER_MS)}
    or (attempts = 0 and not_before > ${later(engine, restAfterPost(Number.POSITIVE_INFINITY))}))`;
  return async () => {
    const { rows } = await sql`select 1 from reply_threads where ${threads} limit 1`.execute(db);
    if (rows.length === 0) return false;
    await sql`update reply_threads set not_before = ${now} where ${threads}`.execute(db);
    return true;
  };
}

function later({ now }: Engine, ms: number): RawBuilder<number> {
  return sql<number>`${now} + ${sql.lit(ms)}`;
}
