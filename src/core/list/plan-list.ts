import type { PhoneNumber } from '../recipients/phone-number.ts';
import type { ReadNumber } from '../recipients/recipient.ts';
import type { Template } from '../template/template.ts';
import {
  type ListChoices,
  type ListColumns,
  type ListPlan,
  type PlannedMessage,
  type RowProblem,
  samplePlaces,
} from './list-plan.ts';
import { createReadRow, type ReadRow } from './rows/read-row.ts';
import { risingRuns } from './rows/rising-numbers.ts';
import { onePerPerson } from './rows/same-person.ts';
import type { Sheet } from './sheet.ts';

/** What a plan is made of. */
export interface PlanNeeds {
  readonly sheet: Sheet;
  readonly columns: ListColumns;
  readonly template: Template;
  readonly choices: ListChoices;
  readonly readNumber: ReadNumber;
  /** Refused as a recipient: WhatsApp does not deliver to the number that sends. */
  readonly sender?: PhoneNumber | undefined;
}

/** Rows that are read at once; they take some milliseconds. */
const ROWS_A_STEP = 100;

/**
 * Makes a message of each row, or says what is wrong with the row. It pauses between some rows and the next, for a process that
 * has other work to do meanwhile: 10,000 rows take most of a second.
 */
export function* planSteps(needs: PlanNeeds): Generator<undefined, ListPlan> {
  const readRow = createReadRow(needs);
  const rows: ReadRow[] = [];
  for (const [at, row] of needs.sheet.rows.entries()) {
    if (at > 0 && at % ROWS_A_STEP === 0) yield;
    rows.push(readRow(row));
  }
  return planOf(rows, needs);
}

function planOf(rows: readonly ReadRow[], { columns: { phone }, choices }: PlanNeeds): ListPlan {
  const rising = choices.risingIsRight === true ? [] : risingRuns(rows, phone);
  const filled = rowsIn(rising, rows);
  const sound = rows.flatMap((row) => (filled.has(row.row) ? [] : plannedMessage(row)));
  const { messages, doubled, problems } = onePerPerson(sound, phone, choices.severalPerPerson === true);
  const all = [...rows.flatMap((row) => row.problems), ...rising, ...problems].sort(inOrderOfFile);
  const wrong = new Set(all.flatMap(({ row, weight }) => (weight === 'error' ? [row] : [])));
  const leftOut = rows.map(({ row }) => row).filter((row) => wrong.has(row) || filled.has(row));
  return {
    messages,
    problems: all,
    leftOut,
    counts: { rows: rows.length, messages: messages.length, doubled, leftOut: leftOut.length },
    repaired: rows.reduce((sum, row) => sum + row.repaired, 0),
    countries: countriesOf(messages),
    samples: samplePlaces(messages),
  };
}

function plannedMessage({ row, recipient, length, message }: ReadRow): readonly PlannedMessage[] {
  return recipient === undefined || message === undefined ? [] : [{ row, recipient, length, message }];
}

/** The numbers of all rows that the runs go over. */
function rowsIn(runs: readonly RowProblem[], rows: readonly ReadRow[]): ReadonlySet<number> {
  const left = runs.values();
  let run = left.next().value;
  const found = new Set<number>();
  for (const { row } of rows) {
    if (run !== undefined && row > (run.lastRow ?? run.row)) run = left.next().value;
    if (run !== undefined && row >= run.row) found.add(row);
  }
  return found;
}

function inOrderOfFile(one: RowProblem, other: RowProblem): number {
  return one.row - other.row || one.column.index - other.column.index;
}

function countriesOf(messages: readonly PlannedMessage[]): ListPlan['countries'] {
  const groups = Map.groupBy(messages, ({ recipient }) => recipient.country);
  return [...groups]
    .map(([country, found]) => ({ country, messages: found.length }))
    .sort((one, other) => other.messages - one.messages);
}
