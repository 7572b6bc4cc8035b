import {
  type ListColumns,
  type ListPlan,
  type PlannedMessage,
  type RowProblem,
  samplePlaces,
} from '../../core/list/list-plan.ts';
import { type PlanNeeds, planSteps } from '../../core/list/plan-list.ts';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { RequestEncoder } from '../ports/provider.ts';
import { letOthersRun } from '../timing/let-others-run.ts';

const ROWS_A_STEP = 100;

/** Plans the rows of a sheet, and leaves out those that no request can carry. Other work of the process goes on meanwhile. */
export async function planRows(needs: PlanNeeds, sender: PhoneNumber, provider: RequestEncoder): Promise<ListPlan> {
  const steps = planSteps({ ...needs, sender });
  let step = steps.next();
  while (step.done !== true) {
    await letOthersRun();
    step = steps.next();
  }
  const plan = step.value;
  const refused: RowProblem[] = [];
  for (const [at, message] of plan.messages.entries()) {
    if (at > 0 && at % ROWS_A_STEP === 0) await letOthersRun();
    const problem = encodingProblem(message, needs.columns, sender, provider);
    if (problem !== undefined) refused.push(problem);
  }
  return refused.length === 0 ? plan : withoutRows(plan, refused);
}

function encodingProblem(
  { message, recipient, row }: PlannedMessage,
  { fields, phone }: ListColumns,
  sender: PhoneNumber,
  provider: RequestEncoder,
): RowProblem | undefined {
  const encoded = provider.encode({ message, sender, recipients: [recipient.number] }, undefined);
  const [problem] = encoded.ok ? [] : encoded.failure;
  if (problem === undefined) return undefined;
  const source = fields.find(({ field }) => field.id === problem.field);
  const column = source?.kind === 'column' ? source.column : phone;
  return { row, column, kind: 'value', weight: 'error', sentence: problem.sentence };
}

/** The plan with these rows among those that have an error. */
function withoutRows(plan: ListPlan, refused: readonly RowProblem[]): ListPlan {
  const rows = new Set(refused.map(({ row }) => row));
  const messages = plan.messages.filter(({ row }) => !rows.has(row));
  const countries = Map.groupBy(messages, ({ recipient }) => recipient.country);
  return {
    ...plan,
    messages,
    problems: [...plan.problems, ...refused].sort((one, other) => one.row - other.row),
    leftOut: [...plan.leftOut, ...rows].sort((one, other) => one - other),
    counts: { ...plan.counts, messages: messages.length, leftOut: plan.counts.leftOut + rows.size },
    countries: [...countries]
      .map(([country, found]) => ({ country, messages: found.length }))
      .sort((one, other) => other.messages - one.messages),
    samples: samplePlaces(messages),
  };
}
