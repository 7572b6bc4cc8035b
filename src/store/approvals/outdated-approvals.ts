import { type RawBuilder, sql, type Transaction } from 'kysely';
import { APPROVAL_LIFE_MS, FIRST_REMINDER_MS } from '../../core/limits.ts';
import type { HoldReason } from '../../core/send/send-state.ts';
import type { OutdatedApprovals } from '../../flow/ports/store/rules/outdated-approvals.ts';
import { bumpVersion, lockSends } from '../cards/bump-version.ts';
import { newCard } from '../cards/card-rows.ts';
import { tellSender } from '../cards/open-notice.ts';
import type { Engine } from '../engine/engine.ts';
import { lockQueueOf } from '../queue/send-queue.ts';
import { findConfirmed } from '../rules/confirmed-sends.ts';
import { findSendDigest } from '../rules/send-digest.ts';
import type { Tables } from '../schema/tables.ts';
import { letHeldLeave } from './let-held-leave.ts';

/** Those that are more are found the next time. */
const MAX_SENDS = 10;

const MISSING: HoldReason = 'approval_missing';
// Written out: SQLite uses an index of the few that are not sending only when it sees that.
const IS_OUTDATED: RawBuilder<boolean> = sql<boolean>`sends.state <> 'sending' and sends.state = 'held'
  and sends.state_reason = ${sql.lit(MISSING)}`;

type Asked = Parameters<OutdatedApprovals['askAgain']>[0];

/** Each settlement is one transaction, which first locks the line of the send's sender, as a claim does. */
export function createOutdatedApprovals(engine: Engine): OutdatedApprovals {
  const { db } = engine;
  const settle = (
    sendId: string,
    change: (transaction: Transaction<Tables>, version: number) => Promise<unknown>,
  ): Promise<boolean> =>
    engine.transact(async (transaction) => {
      await lockQueueOf(engine, transaction, sendId);
      await lockSends(engine, transaction, [sendId]);
      const { rows } = await sql<{ version: number }>`
        select version from sends where id = ${sendId} and ${IS_OUTDATED}`.execute(transaction);
      const [send] = rows;
      if (send === undefined) return false;
      await change(transaction, send.version);
      return true;
    });
  return {
    async findOutdated() {
      const { rows } = await sql<{ id: string }>`
        select id from sends where ${IS_OUTDATED} order by created_at limit ${sql.lit(MAX_SENDS)}`.execute(db);
      return rows.length === 0
        ? []
        : findConfirmed(
            engine,
            db,
            rows.map(({ id }) => id),
          );
    },
    letLeave: (sendId) =>
      settle(sendId, (transaction) => letHeldLeave(engine, transaction, { sendId, personId: undefined })),
    refuse: (sendId) =>
      settle(sendId, async (transaction) => {
        await setReason(engine, transaction, sendId, { state_reason: 'not_allowed' satisfies HoldReason });
        await bumpVersion(engine, transaction, sendId);
        await tellSender(engine, transaction, sendId);
      }),
    askAgain: (asked) =>
      settle(asked.sendId, async (transaction, version) => {
        const { sendId, policyHash: policy_hash } = asked;
        await saveRequest(engine, transaction, asked);
        await countGiven(transaction, asked);
        await askPeople(engine, transaction, asked, version);
        await setReason(engine, transaction, sendId, { policy_hash, state_reason: 'asked_again' satisfies HoldReason });
        await bumpVersion(engine, transaction, sendId);
      }),
  };
}

async function setReason(
  { now }: Engine,
  transaction: Transaction<Tables>,
  sendId: string,
  change: { readonly state_reason: HoldReason; readonly policy_hash?: string },
): Promise<void> {
  await transaction
    .updateTable('sends')
    .set({ ...change, state_at: now })
    .where('id', '=', sendId)
    .execute();
}

/** In the place of an earlier one: a send is asked for once at a time. */
async function saveRequest(
  { now }: Engine,
  transaction: Transaction<Tables>,
  { policyHash, sendId, terms }: Asked,
): Promise<void> {
  const digest = await findSendDigest(transaction, sendId);
  if (digest === undefined) throw new Error('A send that is held has no rows');
  const request = {
    digest,
    policy_hash: policyHash,
    needs: JSON.stringify(terms.needs),
    asked_at: now,
    expires_at: sql<number>`${now} + ${sql.lit(APPROVAL_LIFE_MS)}`,
    remind_at: sql<number>`${now} + ${sql.lit(FIRST_REMINDER_MS)}`,
    reminders: 0,
    state: 'waiting' as const,
  };
  await transaction
    .insertInto('approval_requests')
    .values({ send_id: sendId, ...request })
    .onConflict((conflict) => conflict.column('send_id').doUpdateSet(request))
    .execute();
}

/** An approval that counts for nothing now is kept, and its person may give another. */
async function countGiven(transaction: Transaction<Tables>, { given, sendId }: Asked): Promise<void> {
  await transaction.updateTable('approvals').set({ meets: '[]' }).where('send_id', '=', sendId).execute();
  for (const { meets, personId } of given) {
    await transaction
      .updateTable('approvals')
      .set({ meets: JSON.stringify(meets) })
      .where('send_id', '=', sendId)
      .where('person_id', '=', personId)
      .execute();
  }
}

/**
 * Whoever has not approved it gets a new message, because one that is edited tells no one. The messages of those who are asked no
 * more stay as they are.
 */
async function askPeople(
  { now }: Engine,
  transaction: Transaction<Tables>,
  { given, sendId, terms }: Asked,
  version: number,
): Promise<void> {
  const agreed = given.map(({ personId }) => personId);
  // A slot is given once: a worker that shows a card which is deleted here must not save to one of those that follow.
  const { last = 0 } =
    (await transaction
      .selectFrom('cards')
      .select((of) => of.fn.coalesce(of.fn.max('slot'), sql<number>`0`).as('last'))
      .where('send_id', '=', sendId)
      .where('role', '=', 'approver')
      .executeTakeFirst()) ?? {};
  const cards = transaction.deleteFrom('cards').where('send_id', '=', sendId).where('role', '=', 'approver');
  await (agreed.length === 0 ? cards : cards.where('destination', 'not in', agreed)).execute();
  const asked = terms.approvers.filter((personId) => !agreed.includes(personId));
  const rows = asked.map((destination, index) =>
    newCard(sendId, { role: 'approver', destination, slot: last + index + 1 }, version, now),
  );
  if (rows.length > 0) await transaction.insertInto('cards').values(rows).execute();
}
