import { sql, type Transaction } from 'kysely';
import { FIRST_REMINDER_MS } from '../../core/limits.ts';
import { type ApprovalRequest, hasAnswered, missingApprovals } from '../../core/rules/approval.ts';
import type { Approvals, ApproveResult } from '../../flow/ports/store/rules/approvals.ts';
import { bumpVersion, lockSends } from '../cards/bump-version.ts';
import type { Engine } from '../engine/engine.ts';
import { lockQueueOf } from '../queue/send-queue.ts';
import { type FoundRequest, findApprovalRequest } from '../rules/approval-rows.ts';
import { findSendDigest } from '../rules/send-digest.ts';
import type { Tables } from '../schema/tables.ts';
import { cancelUnapproved } from './cancel-unapproved.ts';
import { letHeldLeave } from './let-held-leave.ts';

/**
 * Who agreed to what. Each decision is one transaction, which first locks the line of the send's sender, as whatever else changes
 * what may leave does: of two people who press at the same time the second sees what the first said.
 */
export function createApprovals(engine: Engine): Approvals {
  const { db } = engine;
  return {
    async findRequest(sendId) {
      const found = await findApprovalRequest(engine, db, sendId);
      return found && withoutClock(found);
    },
    digestOf: (sendId) => findSendDigest(db, sendId),
    approve: createApprove(engine),
    decline: createDecline(engine),
    review: createReview(engine),
    expireRequests: createExpireRequests(engine),
    takeReminders: createTakeReminders(engine),
  };
}

function createApprove(engine: Engine): Approvals['approve'] {
  return (approval) =>
    decide(engine, approval.sendId, async (transaction, request) => {
      const meets = approval.meets.filter((place) => request.needs[place] !== undefined);
      // Nothing can be put in the place of what was shown between the look at it and the end of the transaction.
      await lockSends(engine, transaction, [request.sendId]);
      const refusal = await refusalOf(transaction, request, approval, 'waiting');
      if (refusal !== undefined) return refusal;
      if (meets.length === 0) return { kind: 'not_an_approver' };
      await saveDecision(engine, transaction, { ...approval, decision: 'approved', meets });
      const missing = missingApprovals(request.needs, [...request.approvals, { decision: 'approved', meets }]);
      if (missing.some((count) => count > 0)) {
        await bumpVersion(engine, transaction, request.sendId);
        return { kind: 'counted' };
      }
      await setState(transaction, request.sendId, 'approved');
      await letHeldLeave(engine, transaction, approval);
      return { kind: 'approved' };
    });
}

function createDecline(engine: Engine): Approvals['decline'] {
  return (decline) =>
    decide(engine, decline.sendId, async (transaction, request) => {
      const refusal = await refusalOf(transaction, request, decline, 'waiting');
      if (refusal !== undefined) return refusal;
      await saveDecision(engine, transaction, { ...decline, decision: 'declined', meets: [] });
      await setState(transaction, request.sendId, 'declined');
      await cancelUnapproved(engine, transaction, request.sendId, decline.personId);
      return { kind: 'approved' };
    });
}

function createReview(engine: Engine): Approvals['review'] {
  return (review) =>
    decide(engine, review.sendId, async (transaction, request) => {
      const { digest } = request;
      const refusal = await refusalOf(transaction, request, { ...review, digest }, 'to_review');
      if (refusal !== undefined) return refusal;
      await saveDecision(engine, transaction, { ...review, digest, decision: 'reviewed', meets: [] });
      await setState(transaction, request.sendId, 'reviewed');
      await bumpVersion(engine, transaction, request.sendId);
      return { kind: 'approved' };
    });
}

function decide(
  engine: Engine,
  sendId: string,
  act: (transaction: Transaction<Tables>, request: FoundRequest) => Promise<ApproveResult>,
): Promise<ApproveResult> {
  return engine.transact(async (transaction) => {
    await lockQueueOf(engine, transaction, sendId);
    const request = await findApprovalRequest(engine, transaction, sendId);
    return request === undefined ? { kind: 'not_found' } : act(transaction, request);
  });
}

/** Why this person's word does not count; undefined when it does. */
async function refusalOf(
  transaction: Transaction<Tables>,
  request: FoundRequest,
  { askedAt, personId, digest }: { readonly personId: string; readonly digest: string; readonly askedAt?: Date },
  open: 'waiting' | 'to_review',
): Promise<ApproveResult | undefined> {
  if (personId === request.actorId) return { kind: 'own_send' };
  if (hasAnswered(request, personId)) return { kind: 'said_before' };
  if (request.state !== open) return { kind: 'too_late', state: request.state };
  if (open === 'waiting' && request.isOver) return { kind: 'too_late', state: 'expired' };
  if (askedAt !== undefined && askedAt.getTime() !== request.askedAt.getTime()) return { kind: 'changed' };
  const now = await findSendDigest(transaction, request.sendId);
  return digest === request.digest && digest === now ? undefined : { kind: 'changed' };
}

interface Decision {
  readonly sendId: string;
  readonly personId: string;
  readonly decision: 'approved' | 'declined' | 'reviewed';
  readonly digest: string;
  readonly policyHash: string;
  readonly meets: readonly number[];
  readonly reason?: string;
}

/** In the place of what the person said under an earlier policy, if that counts no more. */
async function saveDecision({ now }: Engine, transaction: Transaction<Tables>, given: Decision): Promise<void> {
  const said = {
    // The column's older name.
    verdict: given.decision,
    digest: given.digest,
    policy_hash: given.policyHash,
    meets: JSON.stringify(given.meets),
    reason: given.reason ?? null,
    at: now,
  };
  await transaction
    .insertInto('approvals')
    .values({ send_id: given.sendId, person_id: given.personId, ...said })
    .onConflict((conflict) => conflict.columns(['send_id', 'person_id']).doUpdateSet(said))
    .execute();
}

async function setState(
  transaction: Transaction<Tables>,
  sendId: string,
  state: ApprovalRequest['state'],
): Promise<void> {
  await transaction.updateTable('approval_requests').set({ state }).where('send_id', '=', sendId).execute();
}

function createExpireRequests(engine: Engine): Approvals['expireRequests'] {
  return async () => {
    const { rows } = await sql<{ send_id: string }>`
      select send_id from approval_requests where state = 'waiting' and expires_at <= ${engine.now}`.execute(engine.db);
    let expired = 0;
    for (const { send_id: sendId } of rows) if (await expireOne(engine, sendId)) expired += 1;
    return expired;
  };
}

/** @returns false when it was decided meanwhile */
function expireOne(engine: Engine, sendId: string): Promise<boolean> {
  return engine.transact(async (transaction) => {
    await lockQueueOf(engine, transaction, sendId);
    const { rows } = await sql<{ send_id: string }>`
      update approval_requests set state = 'expired'
      where send_id = ${sendId} and state = 'waiting' and expires_at <= ${engine.now}
      returning send_id`.execute(transaction);
    if (rows.length === 0) return false;
    await cancelUnapproved(engine, transaction, sendId, undefined);
    return true;
  });
}

/** One statement takes them, so that of two processes only one reminds. */
function createTakeReminders(engine: Engine): Approvals['takeReminders'] {
  const { db, now } = engine;
  const next = sql<number>`${now} + ${sql.lit(FIRST_REMINDER_MS)} * (1 << (reminders + 1))`;
  return async () => {
    const { rows } = await sql<{ send_id: string }>`
      update approval_requests set reminders = reminders + 1, remind_at = case when ${next} < expires_at then ${next} end
      where state = 'waiting' and remind_at <= ${now} and expires_at > ${now}
      returning send_id`.execute(db);
    const requests = await Promise.all(rows.map(({ send_id }) => findApprovalRequest(engine, db, send_id)));
    return requests.flatMap((request) => (request === undefined ? [] : [withoutClock(request)]));
  };
}

function withoutClock({ isOver, ...request }: FoundRequest): ApprovalRequest {
  return request;
}
