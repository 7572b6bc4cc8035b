import type { SendControl } from '../../flow/ports/store/control-send.ts';
import type { Groups } from '../../flow/ports/store/lists/groups.ts';
import type { ListResults, RecentOutcomes } from '../../flow/ports/store/lists/list-results.ts';
import type { Plans } from '../../flow/ports/store/lists/plans.ts';
import type { TimedLists } from '../../flow/ports/store/lists/timed-lists.ts';
import type { Engine } from '../engine/engine.ts';
import type { NumberKeyOf } from '../rules/number-key.ts';
import { createSendControl } from '../sends/control-send.ts';
import { createClearRows, createDiscardPlan } from './clear-rows.ts';
import { createConfirmPlan } from './confirm-plan.ts';
import { createGroups } from './groups.ts';
import { createListResults, createRecentOutcomes } from './list-results.ts';
import { createFindPlanRepeats } from './plan-repeats.ts';
import { createSavePlan } from './save-plan.ts';
import { createTimedLists } from './timed-lists.ts';

/** All that the ledger does for lists, and for holding up one send. */
export interface Lists {
  readonly plans: Plans;
  readonly control: SendControl;
  readonly timed: TimedLists;
  readonly results: ListResults;
  readonly outcomes: RecentOutcomes;
  readonly groups: Groups;
}

export function createLists(engine: Engine, keyOf: NumberKeyOf): Lists {
  return {
    plans: {
      save: createSavePlan(engine, keyOf),
      discard: createDiscardPlan(engine),
      findRepeats: createFindPlanRepeats(engine),
      confirm: createConfirmPlan(engine),
    },
    control: createSendControl(engine),
    timed: { ...createTimedLists(engine), clearRows: createClearRows(engine) },
    results: createListResults(engine),
    outcomes: createRecentOutcomes(engine),
    groups: createGroups(engine),
  };
}
