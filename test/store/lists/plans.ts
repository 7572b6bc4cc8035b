import type { TemplateMessage } from '../../../src/core/template/message/message.ts';
import type { NewPlan, PlanConfirmation } from '../../../src/flow/ports/store/lists/plans.ts';
import { BOOKING, BOOKING_MESSAGE, phone } from '../../support/sends.ts';
import type { Opened } from '../opened-ledger.ts';
import { recipients } from '../opened-ledger.ts';

/** What row 2, 3 … of a sheet says. */
export function messageOfRow(row: number): TemplateMessage {
  return { ...BOOKING_MESSAGE, parameters: [`Guest ${row}`, `BK-${row}`] };
}

/** A plan of so many rows, each with words of its own; the first one is row 2 of the sheet. */
export function planOf(id: string, rows: number, change: Partial<NewPlan> = {}): NewPlan {
  return {
    id,
    teamId: 'T1',
    channelId: 'C1',
    actorId: 'U1',
    template: BOOKING,
    sender: phone('+919800000000'),
    parentId: undefined,
    reportsExpected: true,
    trialRows: 0,
    batches: recipients(rows).map((recipient, index) => ({
      token: `${id}-token-${index}`,
      message: messageOfRow(index + 2),
      recipients: [{ row: index + 2, recipient }],
    })),
    ...change,
  };
}

export function confirmationOf(
  planId: string,
  digest: string,
  change: Partial<PlanConfirmation> = {},
): PlanConfirmation {
  return {
    planId,
    digest,
    dedupeKey: `T1:view of ${planId}`,
    actorId: 'U1',
    dueAt: undefined,
    trial: false,
    cards: [{ role: 'channel', destination: 'C1' }],
    responseUrl: undefined,
    ...change,
  };
}

/** Saves a plan and confirms it. */
export async function confirmed(
  { lists }: Pick<Opened, 'lists'>,
  plan: NewPlan,
  change: Partial<PlanConfirmation> = {},
): Promise<void> {
  const digest = await lists.plans.save(plan);
  const result = await lists.plans.confirm(confirmationOf(plan.id, digest, change));
  if (result.kind !== 'accepted') throw new Error(`the plan was not confirmed: ${result.kind}`);
}
