import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

/** The statement that gives a sender the row of `send_rates` that is its line, unless it has one. */
export function openQueueOf(sender: string): RawBuilder<unknown> {
  return sql`insert into send_rates (sender, next_at_us) values (${sender}, 0) on conflict (sender) do nothing`;
}

/**
 * Locks the line of the send's sender, before anything else of the transaction: claims, and whatever changes who may be
 * claimed, wait for each other there.
 *
 * @returns false when the ledger does not have the send. Unless the caller has read it before, it leaves the send alone then: one
 * that is accepted a moment later would be seen by the next statement, without the lock.
 */
export async function lockQueueOf(engine: Engine, transaction: Transaction<Tables>, sendId: string): Promise<boolean> {
  const { rows } = await sql`
    select sender from send_rates where sender = (select sender from sends where id = ${sendId})
    ${engine.rowLock}`.execute(transaction);
  return rows.length > 0;
}

/** A condition on a batch: it is queued, and its place in line, a row of this name, lets it leave. */
export function mayLeave(batches: string, queued: string): RawBuilder<boolean> {
  const [batch, line] = [sql.ref(batches), sql.ref(queued)];
  return sql<boolean>`${batch}.send_id = ${line}.send_id and ${batch}.state = 'queued'
    and (${line}.end_position is null or ${batch}.position < ${line}.end_position)`;
}

/** A condition on a row of `sends`: its batches may be claimed. */
export const IS_LEAVING = sql<boolean>`sends.state in ('trial', 'sending')`;

/** The share of the send of a sender that has had fewest, for one that comes now: it goes next, and overtakes none twice. */
function firstShare(sender: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`coalesce((select min(share) from queued_sends as others where others.sender = ${sender}), 0)`;
}

/** The statement that puts a new send in line: all of it may be claimed. */
export function placeNewSend({ now }: Engine, sendId: string, sender: string): RawBuilder<unknown> {
  return sql`
    insert into queued_sends (send_id, sender, share, not_before, waiting_since)
    select ${sendId}, ${sender}, ${firstShare(sql`${sender}`)}, ${now}, ${now}`;
}

/**
 * The statement that puts a send in line, if it has a batch to claim; one that is in line keeps its place.
 *
 * @param condition on the row of `sends`
 */
export function joinQueue({ now }: Engine, condition: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`
    insert into queued_sends (send_id, sender, share, not_before, waiting_since, end_position)
    select sends.id, sends.sender, ${firstShare(sql`sends.sender`)},
      (select min(not_before) from batches where ${mayLeave('batches', 'place')}), ${now}, place.end_position
    from sends join (
      select sends.id as send_id, case when lists.trial_rows > 0 then lists.trial_batches end as end_position
      from sends left join lists on lists.send_id = sends.id where ${condition}
    ) as place on place.send_id = sends.id
    where ${IS_LEAVING} and exists (select 1 from batches where ${mayLeave('batches', 'place')})
    on conflict (send_id) do update set not_before = excluded.not_before, end_position = excluded.end_position`;
}

/** The statement that takes a send out of the line. */
export function leaveQueue(sendId: string): RawBuilder<unknown> {
  return sql`delete from queued_sends where send_id = ${sendId}`;
}

/**
 * Moves the sends on of which so many recipients were claimed, and takes out those that have nothing left to claim. The
 * caller has locked their line.
 */
export async function moveOn(
  engine: Engine,
  transaction: Transaction<Tables>,
  claimed: ReadonlyMap<string, number>,
): Promise<void> {
  const { isOneOf, now, tableOf } = engine;
  if (claimed.size === 0) return;
  const rows = [...claimed].map(([id, size]) => ({ id, size }));
  const first = sql`(select min(not_before) from batches where ${mayLeave('batches', 'queued_sends')})`;
  const moved = await sql<{ send_id: string; is_over: number | boolean }>`
    update queued_sends set
      share = share + claimed.size, waiting_since = ${now}, not_before = coalesce(${first}, queued_sends.not_before)
    from ${tableOf('claimed', { id: 'text', size: 'integer' }, rows)}
    where queued_sends.send_id = claimed.id
    returning queued_sends.send_id, (${first} is null
      or not exists (select 1 from sends where sends.id = queued_sends.send_id and ${IS_LEAVING})) as is_over`.execute(
    transaction,
  );
  const over = moved.rows.filter(({ is_over }) => is_over === true || is_over === 1).map(({ send_id }) => send_id);
  if (over.length > 0) await sql`delete from queued_sends where ${isOneOf(sql`send_id`, over)}`.execute(transaction);
}
