import type { ListChoices, ListPlan, OpenColumns } from '../../src/core/list/list-plan.ts';
import { matchColumns } from '../../src/core/list/match-columns.ts';
import { type PlanNeeds, planSteps } from '../../src/core/list/plan-list.ts';
import type { Sheet } from '../../src/core/list/sheet.ts';
import type { Template } from '../../src/core/template/template.ts';
import { createReadNumber } from '../../src/numbering/read-number.ts';
import { readSheet } from '../../src/sheets/read-sheet.ts';
import { BOOKING } from './sends.ts';

export const readNumber = createReadNumber({ defaultCountry: undefined });

/** Body placeholders with these names, without labels. */
export function templateOf(...names: readonly string[]): Template {
  return {
    ...BOOKING,
    footer: undefined,
    body: { text: names.map((name) => `{{${name}}}`).join(' '), parameters: [] },
    buttons: [],
  };
}

export function sheetOf(content: string | Uint8Array, maxRows?: number): Sheet {
  const sheet = readSheet(content, maxRows);
  if (!sheet.ok) throw new Error(sheet.failure.sentence);
  return sheet.value;
}

/** What is open of a sheet's columns. */
export function openColumns(content: string, template: Template, choices: ListChoices = {}): OpenColumns {
  const columns = matchColumns(sheetOf(content), template, choices, readNumber);
  if (columns.ok) throw new Error('nothing is open');
  return columns.failure;
}

/** The plan, made without a pause. */
export function planList(needs: PlanNeeds): ListPlan {
  const steps = planSteps(needs);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The plan of a sheet whose columns are all found. */
export function planOf(sheet: Sheet, template: Template, choices: ListChoices = {}): ListPlan {
  const columns = matchColumns(sheet, template, choices, readNumber);
  if (!columns.ok) throw new Error(JSON.stringify(columns.failure));
  return planList({ sheet, columns: columns.value, template, choices, readNumber });
}
