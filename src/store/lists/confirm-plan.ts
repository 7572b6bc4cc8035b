import { sql, type Transaction } from 'kysely';
import { DRAFT_LIFE_MS } from '../../core/limits.ts';
import { CommitOutcomeUnknown } from '../../flow/ports/store/accept-send.ts';
import type { ConfirmResult, PlanConfirmation, PlanConfirmer, SameList } from '../../flow/ports/store/lists/plans.ts';
import { lockSends } from '../cards/bump-version.ts';
import { newCard } from '../cards/card-rows.ts';
import type { Engine } from '../engine/engine.ts';
import { joinQueue } from '../queue/send-queue.ts';
import { OverQuota, reserveQuotas } from '../rules/quotas.ts';
import { NEEDS_APPROVAL, ruleColumnsOf, waitsForApproval } from '../rules/rule-columns.ts';
import type { SendRow, Tables } from '../schema/tables.ts';
import { askForApproval } from '../sends/ask-for-approval.ts';
import { findSameLists } from './plan-repeats.ts';

/**
 * Turns a plan into a send. The same few statements whatever the number of rows: its deliveries are there, and putting it in
 * line lets them be claimed.
 *
 * Locks the hash of the rows and the press, so that of two presses, or of two lists that say the same, the second sees the first;
 * then the plan, so that it is not discarded meanwhile.
 *
 * @throws CommitOutcomeUnknown when the commit was not acknowledged, so the plan may be confirmed
 */
export function createConfirmPlan(engine: Engine): PlanConfirmer['confirm'] {
  return async (confirmation) => {
    let isCommitting = false;
    try {
      return await engine.transact(async (transaction) => {
        const confirmed = await confirm(engine, transaction, confirmation);
        isCommitting = true;
        return confirmed;
      });
    } catch (error) {
      if (error instanceof OverQuota) return { kind: 'over_quota', shortage: error.shortage };
      throw isCommitting ? new CommitOutcomeUnknown('The commit of a list was not answered', { cause: error }) : error;
    }
  };
}

async function confirm(
  engine: Engine,
  transaction: Transaction<Tables>,
  confirmation: PlanConfirmation,
): Promise<ConfirmResult> {
  const { planId, digest, dedupeKey, rules } = confirmation;
  await sql`select ${engine.lockOn([`list ${digest}`, `press ${dedupeKey}`])}`.execute(transaction);
  await lockFamily(engine, transaction, planId);
  const first = await findConfirmed(engine, transaction, confirmation);
  if (first === undefined) return { kind: 'plan_lost' };
  if (first !== 'planned') return { kind: 'accepted', sendId: first.id, isNew: false };
  const unseen = await findUnseen(engine, transaction, confirmation);
  if (unseen.length > 0) return { kind: 'repeated', sameLists: unseen };
  const marked = await markConfirmed(engine, transaction, confirmation);
  await sql`
    update lists set due_at = ${confirmation.dueAt?.getTime() ?? null}
      ${confirmation.trial ? sql`` : sql`, trial_rows = 0, trial_batches = 0`}
    where send_id = ${planId}`.execute(transaction);
  if (confirmation.dueAt === undefined && !waitsForApproval(rules)) await letLeave(engine, transaction, planId);
  // The card of the send that this one makes again shows this one, too.
  if (marked.parent_id !== null) await engine.bumpSendVersions(transaction, [marked.parent_id]);
  if (confirmation.cards.length > 0) {
    const cards = confirmation.cards.map((place) => newCard(planId, place, 1, engine.now));
    await transaction.insertInto('cards').values(cards).execute();
  }
  if (rules !== undefined) await askForApproval(engine, transaction, planId, rules);
  if (rules?.quotas !== undefined) await reserveQuotas(engine, transaction, ownerOf(marked), rules.quotas);
  return { kind: 'accepted', sendId: planId, isNew: true };
}

/** @returns the send of this press or of this plan; `planned` while there is none; undefined when the plan is lost */
async function findConfirmed(
  { now }: Engine,
  transaction: Transaction<Tables>,
  { planId, digest, dedupeKey, actorId }: PlanConfirmation,
): Promise<{ readonly id: string } | 'planned' | undefined> {
  const { rows } = await sql<{ id: string; state: string; dedupe_key: string; is_gone: number | boolean }>`
    select sends.id, sends.state, sends.dedupe_key,
      coalesce(lists.digest <> ${digest} or sends.actor_id <> ${actorId} or sends.state = 'discarded'
        or (sends.state = 'planned' and sends.created_at <= ${now} - ${sql.lit(DRAFT_LIFE_MS)}), true) as is_gone
    from sends left join lists on lists.send_id = sends.id
    where sends.id = ${planId} or sends.dedupe_key = ${dedupeKey}`.execute(transaction);
  const pressed = rows.find(({ dedupe_key }) => dedupe_key === dedupeKey);
  if (pressed !== undefined) return pressed;
  const [plan] = rows;
  if (plan === undefined || plan.is_gone === true || plan.is_gone === 1) return undefined;
  return plan.state === 'planned' ? 'planned' : plan;
}

async function findUnseen(
  engine: Engine,
  transaction: Transaction<Tables>,
  { planId, digest, repeatGuard }: PlanConfirmation,
): Promise<readonly SameList[]> {
  if (repeatGuard === undefined) return [];
  const { seenUntil, withinMs } = repeatGuard;
  const same = await findSameLists(engine, transaction, { planId, digest, withinMs });
  return same.filter(({ at }) => seenUntil === undefined || at > seenUntil);
}

type MarkedRow = Pick<SendRow, 'id' | 'team_id' | 'channel_id' | 'actor_id' | 'parent_id'>;

function ownerOf({ id, team_id: teamId, channel_id: channelId, actor_id: actorId }: MarkedRow) {
  return { id, teamId, channelId, actorId };
}

/** The plan is one of those that repeat its parent, whose versions are raised. */
async function lockFamily(engine: Engine, transaction: Transaction<Tables>, planId: string): Promise<void> {
  const plan = await transaction.selectFrom('sends').select('parent_id').where('id', '=', planId).executeTakeFirst();
  await lockSends(engine, transaction, [planId, plan?.parent_id ?? planId]);
}

/** The caller has locked the plan and found it to be one still. */
async function markConfirmed(
  { now }: Engine,
  transaction: Transaction<Tables>,
  { planId, dedupeKey, dueAt, responseUrl, actorId, rules }: PlanConfirmation,
): Promise<MarkedRow> {
  const waits = waitsForApproval(rules);
  const timedState = dueAt === undefined ? 'sending' : 'scheduled';
  return transaction
    .updateTable('sends')
    .set({
      ...ruleColumnsOf(rules),
      state: waits ? 'held' : timedState,
      state_reason: waits ? NEEDS_APPROVAL : null,
      state_by: actorId,
      state_at: now,
      dedupe_key: dedupeKey,
      created_at: now,
      response_url: responseUrl,
    })
    .where('id', '=', planId)
    .where('state', '=', 'planned')
    .returning(['id', 'team_id', 'channel_id', 'actor_id', 'parent_id'])
    .executeTakeFirstOrThrow();
}

async function letLeave(engine: Engine, transaction: Transaction<Tables>, sendId: string): Promise<void> {
  await sql`
    update sends set state = 'trial'
    where id = ${sendId} and exists (select 1 from lists where send_id = ${sendId} and trial_rows > 0)`.execute(
    transaction,
  );
  await joinQueue(engine, sql<boolean>`sends.id = ${sendId}`).execute(transaction);
  await engine.announcement.execute(transaction);
}
