import { createSavePlan, type SavePlan } from '../../src/flow/list/save-plan.ts';
import type { PlanWriter } from '../../src/flow/ports/store/lists/plans.ts';
import { createScrubber } from '../../src/logging/scrub.ts';
import { SILENT } from '../store/opened-ledger.ts';

interface Setting {
  /** Whether the ledger cannot be written. */
  readonly isAway?: boolean | undefined;
  /** Counts sends and tokens together. */
  readonly nextId: () => number;
}

/** Saves plans on a ledger; those of sends are called L1, L2 and so on. */
export function savePlanOn(plans: PlanWriter, { isAway, nextId }: Setting): SavePlan {
  return createSavePlan({
    plans: isAway === true ? { ...plans, save: () => Promise.reject(new Error('away')) } : plans,
    recipientsPerRequest: 20,
    reportsExpected: true,
    repeatWindowMs: 3_600_000,
    newSendId: () => `L${nextId()}`,
    newToken: () => `token-${nextId()}`,
    concealment: createScrubber([]),
    log: SILENT,
  });
}
