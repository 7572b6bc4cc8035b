import { sql } from 'kysely';
import { TRIAL_WAIT_MS } from '../../core/limits.ts';
import type { DueList, TimedLists } from '../../flow/ports/store/lists/timed-lists.ts';
import { bumpVersion } from '../cards/bump-version.ts';
import { tellSender } from '../cards/open-notice.ts';
import type { Engine } from '../engine/engine.ts';
import { findConfirmed } from '../rules/confirmed-sends.ts';
import { readPhoneNumber, readTemplate } from '../schema/codec.ts';
import { changeState } from '../sends/change-state.ts';

/** Those that are more are found the next time. */
const MAX_LISTS = 10;

/** What time makes of lists, by the database's clock; several processes may do it at once. */
export function createTimedLists(engine: Engine): Omit<TimedLists, 'clearRows'> {
  return {
    findDue: createFindDue(engine),
    startDue: (sendId) =>
      engine.transact((transaction) =>
        changeState(engine, transaction, { sendId, from: ['scheduled'], to: 'leaving', by: undefined }),
      ),
    hold: (sendId, reason) =>
      engine.transact(async (transaction) => {
        const change = { sendId, from: ['scheduled'], to: 'held', by: undefined, reason } as const;
        const isChanged = await changeState(engine, transaction, change);
        if (isChanged) await tellSender(engine, transaction, sendId);
        return isChanged;
      }),
    askForRest: createAskForRest(engine),
  };
}

function createFindDue(engine: Engine): TimedLists['findDue'] {
  const { db, now } = engine;
  return async (): Promise<readonly DueList[]> => {
    const rows = await db
      .selectFrom('sends')
      .innerJoin('lists', 'lists.send_id', 'sends.id')
      .select(['sends.id', 'template', 'message', 'sender'])
      .select(sql<number>`${now} - due_at`.as('late_ms'))
      // Written out: SQLite uses an index of the few that are not sending only when it sees that.
      .where(sql<boolean>`sends.state <> 'sending' and sends.state = 'scheduled' and due_at <= ${now}`)
      .orderBy('due_at')
      .limit(MAX_LISTS)
      .execute();
    if (rows.length === 0) return [];
    const confirmed = await findConfirmed(
      engine,
      db,
      rows.map(({ id }) => id),
    );
    const byId = new Map(confirmed.map((send) => [send.sendId, send]));
    return rows.flatMap((row) => {
      const send = byId.get(row.id);
      if (send === undefined) return [];
      return [
        {
          sendId: row.id,
          template: readTemplate(row.template),
          sender: readPhoneNumber(row.sender),
          confirmed: send,
          lateMs: row.late_ms,
        },
      ];
    });
  };
}

/** The first rows are in when each of them has ended, or when Kaleyra has had the last of them for a minute. */
function createAskForRest(engine: Engine): TimedLists['askForRest'] {
  const { db, now } = engine;
  const isOpen = sql`(deliveries.status in ('queued', 'sending')
    or (deliveries.status in ('accepted', 'sent') and deliveries.changed_at > ${now} - ${sql.lit(TRIAL_WAIT_MS)}))`;
  return async () => {
    const { rows } = await sql<{ id: string }>`
      select sends.id from sends join lists on lists.send_id = sends.id
      where sends.state <> 'sending' and sends.state = 'trial' and asked_at is null and not exists (
        select 1 from batches join deliveries on deliveries.batch_id = batches.id
        where batches.send_id = sends.id and batches.position < lists.trial_batches and ${isOpen})
      limit ${sql.lit(MAX_LISTS)}`.execute(db);
    let asked = 0;
    for (const { id } of rows) if (await markAsked(engine, id)) asked += 1;
    return asked;
  };
}

/** @returns false when another process did it */
function markAsked(engine: Engine, sendId: string): Promise<boolean> {
  return engine.transact(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('lists')
      .set({ asked_at: engine.now })
      .where('send_id', '=', sendId)
      .where('asked_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await bumpVersion(engine, transaction, sendId);
    return numUpdatedRows > 0n;
  });
}
