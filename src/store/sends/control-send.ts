import { sql, type Transaction } from 'kysely';
import { countsOf, totalOf } from '../../core/send/delivery/status.ts';
import type { SendControl, StopCounts } from '../../flow/ports/store/control-send.ts';
import type { Engine } from '../engine/engine.ts';
import { lockQueueOf } from '../queue/send-queue.ts';
import { giveBackQuotas } from '../rules/quotas.ts';
import type { Tables } from '../schema/tables.ts';
import { changeState } from './change-state.ts';
import { stopSend } from './stop-send.ts';

/** Holds up one send, or lets it go on. Each is a transaction of a few rows, however many the send has. */
export function createSendControl(engine: Engine): SendControl {
  const change = (given: Parameters<typeof changeState>[2]): Promise<boolean> =>
    engine.transact((transaction) => changeState(engine, transaction, given));
  return {
    pause: (sendId, by, reason) => change({ sendId, from: ['trial', 'sending'], to: 'paused', by, reason }),
    resume: (sendId, by) => change({ sendId, from: ['paused'], to: 'leaving', by }),
    sendHeldNow: (sendId, by) => change({ sendId, from: ['held'], to: 'leaving', by }),
    stop: createStop(engine),
    releaseRest: (sendId, by) =>
      engine.transact(async (transaction) => {
        // First of all: a send that is paused meanwhile keeps its trial.
        if (!(await lockQueueOf(engine, transaction, sendId))) return false;
        await sql`
          update lists set trial_rows = 0, trial_batches = 0
          where send_id = ${sendId} and exists (select 1 from sends where id = ${sendId} and state = 'trial')`.execute(
          transaction,
        );
        return changeState(engine, transaction, { sendId, from: ['trial'], to: 'leaving', by });
      }),
  };
}

/** What is left of a large send is marked as cancelled later, in pieces; it can be claimed no more from here on. */
function createStop(engine: Engine): SendControl['stop'] {
  return (sendId, by) =>
    engine.transact(async (transaction) => {
      const from = ['scheduled', 'held', 'trial', 'sending', 'paused'] as const;
      const cancelled = await stopSend(engine, transaction, { sendId, from, by });
      const isNew = cancelled !== undefined;
      if (!isNew && !(await isStopped(transaction, sendId))) return { kind: 'nothing_waits' };
      const counts = await countStopped(transaction, sendId);
      if (isNew) {
        await saveOnTheirWay(transaction, sendId, counts.onTheirWay);
        await withdrawRequest(transaction, sendId);
        await giveBackQuotas(engine, transaction, cancelled);
      }
      return { kind: 'stopped', isNew, ...counts };
    });
}

/** A send that is stopped while others are asked needs no one's word any more. */
async function withdrawRequest(transaction: Transaction<Tables>, sendId: string): Promise<void> {
  await transaction
    .updateTable('approval_requests')
    .set({ state: 'withdrawn' })
    .where('send_id', '=', sendId)
    .where('state', '=', 'waiting')
    .execute();
}

async function isStopped(transaction: Transaction<Tables>, sendId: string): Promise<boolean> {
  const send = await transaction.selectFrom('sends').select('state').where('id', '=', sendId).executeTakeFirst();
  return send?.state === 'stopped';
}

async function countStopped(transaction: Transaction<Tables>, sendId: string): Promise<StopCounts> {
  const rows = await transaction
    .selectFrom('deliveries')
    .select(['status', sql<number>`count(*)`.as('n')])
    .where('send_id', '=', sendId)
    .groupBy('status')
    .execute();
  const counts = countsOf(Object.fromEntries(rows.map(({ status, n }) => [status, n])));
  const notLeft = counts.queued + counts.cancelled;
  const onTheirWay = counts.sending;
  return { left: totalOf(counts) - notLeft - onTheirWay, notLeft, onTheirWay };
}

/** The card says for how many it was too late. */
async function saveOnTheirWay(transaction: Transaction<Tables>, sendId: string, count: number): Promise<void> {
  await transaction.updateTable('sends').set({ on_their_way: count }).where('id', '=', sendId).execute();
}
