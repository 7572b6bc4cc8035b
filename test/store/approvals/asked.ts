import type { Approvals, ApproveResult } from '../../../src/flow/ports/store/rules/approvals.ts';
import { newSend, type Opened } from '../opened-ledger.ts';
import { ONE_APPROVAL, rulesOf } from '../rules/send-rules.ts';

/** Accepts a send of two requests that needs approval. @returns the digest that has to be approved */
export async function asked(opened: Opened, id = 'S1', approval = ONE_APPROVAL): Promise<string> {
  await opened.ledger.accept(newSend(id, { sizes: [1, 1], rules: rulesOf({ approval }) }));
  return digestOf(opened, id);
}

export async function digestOf({ rules }: Opened, id: string): Promise<string> {
  return (await rules.approvals.findRequest(id))?.digest ?? '';
}

type Approval = Parameters<Approvals['approve']>[0];

/** Presses Approve under the send S1, as U2 whose role counts for the first need, unless something else is said. */
export function approve(
  { rules }: Pick<Opened, 'rules'>,
  approval: Pick<Approval, 'digest'> & Partial<Approval>,
): Promise<ApproveResult> {
  return rules.approvals.approve({ sendId: 'S1', personId: 'U2', policyHash: 'policy-1', meets: [0], ...approval });
}
