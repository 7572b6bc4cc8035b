import { sql } from 'kysely';
import type { ApprovalOnCard } from '../../core/rules/approval.ts';
import type { Engine } from '../engine/engine.ts';
import { findApprovalRequest } from '../rules/approval-rows.ts';
import type { SendRow } from '../schema/tables.ts';

/** What cards show of the approval of a send; undefined for one that no one has to approve. */
export async function readApproval(
  engine: Engine,
  { break_glass_reason: breakGlassReason, id, policy_hash }: Pick<SendRow, 'id' | 'break_glass_reason' | 'policy_hash'>,
): Promise<ApprovalOnCard | undefined> {
  const { db } = engine;
  // Without a policy there is nothing to approve, and a card costs no further statement.
  const found = policy_hash === null ? undefined : await findApprovalRequest(engine, db, id);
  if (found === undefined) return undefined;
  const { isOver, ...request } = found;
  const { rows: left } = await sql`
    select 1 from batches where send_id = ${id} and attempts > 0 limit 1`.execute(db);
  const asked = await db
    .selectFrom('cards')
    .select('destination')
    .where('send_id', '=', id)
    .where('role', '=', 'approver')
    .orderBy('slot')
    .execute();
  return {
    ...request,
    approvers: asked.map(({ destination }) => destination),
    ...(left.length > 0 && { hasLeft: true as const }),
    ...(breakGlassReason !== null && { breakGlassReason }),
  };
}
