import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ApprovalRequest } from '../../core/rules/approval.ts';
import type { AskedNeed } from '../../core/rules/send-rules.ts';
import type { Engine } from '../engine/engine.ts';
import type { Tables } from '../schema/tables.ts';

/** A request, and whether its time is over by the database's clock. */
export interface FoundRequest extends ApprovalRequest {
  readonly isOver: boolean;
}

/** A condition on a row of `sends`: no one has to agree to it any more before it leaves. */
export const IS_AGREED_TO: RawBuilder<boolean> = sql<boolean>`not exists (
  select 1 from approval_requests where approval_requests.send_id = sends.id
    and approval_requests.state in ('waiting', 'declined', 'expired', 'withdrawn'))`;

export async function findApprovalRequest(
  { now }: Pick<Engine, 'now'>,
  db: Kysely<Tables>,
  sendId: string,
): Promise<FoundRequest | undefined> {
  const row = await db
    .selectFrom('approval_requests')
    .innerJoin('sends', 'sends.id', 'approval_requests.send_id')
    .selectAll('approval_requests')
    .select(['sends.actor_id', sql<number>`${now} - approval_requests.expires_at`.as('over_ms')])
    .where('approval_requests.send_id', '=', sendId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const approvals = await db.selectFrom('approvals').selectAll().where('send_id', '=', sendId).orderBy('at').execute();
  return {
    sendId,
    actorId: row.actor_id,
    digest: row.digest,
    needs: readNeeds(row.needs),
    state: row.state,
    askedAt: new Date(row.asked_at),
    expiresAt: new Date(row.expires_at),
    isOver: row.over_ms >= 0,
    approvals: approvals.map(({ person_id, verdict, meets, reason, at }) => ({
      personId: person_id,
      // The column's older name.
      decision: verdict,
      meets: readPlaces(meets),
      reason: reason ?? undefined,
      at: new Date(at),
    })),
  };
}

/** The ledger wrote them itself, from what the rules said. */
function readNeeds(json: string): readonly AskedNeed[] {
  return JSON.parse(json) as readonly AskedNeed[];
}

function readPlaces(json: string): readonly number[] {
  return JSON.parse(json) as readonly number[];
}
