import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { ApprovalOnCard } from '../../core/rules/approval.ts';
import type { AskedNeed } from '../../core/rules/send-rules.ts';
import type { SendRow, Tables } from '../schema/tables.ts';

/** What cards show of the approval of a send; undefined for one that no one has to approve. */
export async function readApproval(
  db: Kysely<Tables>,
  send: Pick<SendRow, 'id' | 'actor_id' | 'break_glass_reason' | 'policy_hash'>,
): Promise<ApprovalOnCard | undefined> {
  const { id, actor_id: actorId, break_glass_reason: breakGlassReason, policy_hash } = send;
  // Without a policy there is nothing to approve, and a card costs no further statement.
  if (policy_hash === null) return undefined;
  const request = await db.selectFrom('approval_requests').selectAll().where('send_id', '=', id).executeTakeFirst();
  if (request === undefined) return undefined;
  const approvals = await db.selectFrom('approvals').selectAll().where('send_id', '=', id).orderBy('at').execute();
  const asked = await db
    .selectFrom('cards')
    .select('destination')
    .where('send_id', '=', id)
    .where('role', '=', 'approver')
    .orderBy('slot')
    .execute();
  return {
    sendId: id,
    actorId,
    digest: request.digest,
    needs: readNeeds(request.needs),
    state: request.state,
    askedAt: new Date(request.asked_at),
    expiresAt: new Date(request.expires_at),
    approvals: approvals.map(({ at, meets, person_id: personId, reason, verdict }) => ({
      personId,
      verdict,
      meets: readPlaces(meets),
      reason: reason ?? undefined,
      at: new Date(at),
    })),
    approvers: asked.map(({ destination }) => destination),
    ...(breakGlassReason !== null && { breakGlassReason }),
  };
}

const NEEDS = z.array(z.object({ by: z.array(z.string()), count: z.number(), rule: z.number(), because: z.string() }));
const PLACES = z.array(z.number());

/** Reads `approval_requests.needs`. */
export function readNeeds(json: string): readonly AskedNeed[] {
  return NEEDS.parse(JSON.parse(json));
}

/** Reads `approvals.meets`. */
export function readPlaces(json: string): readonly number[] {
  return PLACES.parse(JSON.parse(json));
}
