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
    ...(breakGlassReason !== null && { breakGlassReason }),
  };
}
