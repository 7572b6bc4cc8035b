import type { ApprovalOnCard } from '../../core/rules/approval.ts';
import type { Engine } from '../engine/engine.ts';
import { findApprovalRequest } from '../rules/approval-rows.ts';
import type { SendRow } from '../schema/tables.ts';

/** What cards show of the approval of a send; undefined for one that no one has to approve. */
export async function readApproval(
  engine: Engine,
  send: Pick<SendRow, 'id' | 'break_glass_reason' | 'policy_hash'>,
): Promise<ApprovalOnCard | undefined> {
  const { id, break_glass_reason: breakGlassReason, policy_hash } = send;
  // Without a policy there is nothing to approve, and a card costs no further statement.
  if (policy_hash === null) return undefined;
  const request = await findApprovalRequest(engine, engine.db, id);
  if (request === undefined) return undefined;
  const asked = await engine.db
    .selectFrom('cards')
    .select('destination')
    .where('send_id', '=', id)
    .where('role', '=', 'approver')
    .orderBy('slot')
    .execute();
  const { isOver: _, ...known } = request;
  return {
    ...known,
    approvers: asked.map(({ destination }) => destination),
    ...(breakGlassReason !== null && { breakGlassReason }),
  };
}
