import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { SendState } from '../../core/send/send-state.ts';
import { bumpVersion, lockSends } from '../cards/bump-version.ts';
import type { Engine } from '../engine/engine.ts';
import { joinQueue, leaveQueue, lockQueueOf } from '../queue/send-queue.ts';
import { IS_AGREED_TO } from '../rules/approval-rows.ts';
import type { Tables } from '../schema/tables.ts';

interface StateChange {
  readonly sendId: string;
  readonly from: readonly SendState[];
  /** `leaving`: its first rows alone where they go first (`trial`), else all of its rows. */
  readonly to: Exclude<SendState, 'sending'> | 'leaving';
  readonly by: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * A condition on a row of `sends`: something of it has not left. What is on its way counts for a stop, because it comes back into
 * the line where the request never left.
 */
function hasSomething(to: StateChange['to']): RawBuilder<boolean> {
  const states = to === 'stopped' ? sql`('queued', 'sending')` : sql`('queued')`;
  return sql<boolean>`exists (select 1 from batches where batches.send_id = sends.id and batches.state in ${states})`;
}

/** What a send becomes that may leave. */
const LEAVING_STATE = sql`case when exists (
  select 1 from lists where lists.send_id = sends.id and lists.trial_rows > 0) then 'trial' else 'sending' end`;

/**
 * Changes the state of a send that has something left to send, and puts it in line or takes it out, in the caller's
 * transaction. It locks the line of the sender first, so no claim is under way meanwhile, and every later one sees it; then the
 * send and those that repeat it.
 *
 * @returns false when the send is in no state of `from`, or has nothing left, and nothing changed
 */
export async function changeState(
  engine: Engine,
  transaction: Transaction<Tables>,
  { sendId, from, to, by, reason }: StateChange,
): Promise<boolean> {
  if (!(await lockQueueOf(engine, transaction, sendId))) return false;
  await lockSends(engine, transaction, [sendId]);
  const { rows } = await sql`
    update sends set state = ${to === 'leaving' ? LEAVING_STATE : sql`${to}`}, state_by = ${by ?? null},
      state_reason = ${reason ?? null}, state_at = ${engine.now}
    where id = ${sendId} and ${isOneOfStates(from)} and ${hasSomething(to)} and ${mayBecome(to)}
    returning id`.execute(transaction);
  if (rows.length === 0) return false;
  await placeInLine(engine, transaction, sendId, to);
  await bumpVersion(engine, transaction, sendId);
  return true;
}

/** Nothing that others have to agree to leaves before they did, whichever way it would go. */
function mayBecome(to: StateChange['to']): RawBuilder<boolean> {
  return to === 'leaving' || to === 'scheduled' ? IS_AGREED_TO : sql<boolean>`true`;
}

async function placeInLine(
  engine: Engine,
  transaction: Transaction<Tables>,
  sendId: string,
  to: StateChange['to'],
): Promise<void> {
  if (to !== 'leaving') {
    await leaveQueue(sendId).execute(transaction);
    return;
  }
  await joinQueue(engine, sql<boolean>`sends.id = ${sendId}`).execute(transaction);
  await engine.announcement.execute(transaction);
}

function isOneOfStates(states: readonly SendState[]): RawBuilder<boolean> {
  return sql<boolean>`sends.state in (${sql.join(states.map((state) => sql.lit(state)))})`;
}
