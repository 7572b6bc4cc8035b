import type { Approvals } from '../../flow/ports/store/approvals.ts';
import type { ApproverPlaces } from '../../flow/ports/store/approver-places.ts';
import type { OptOutMirror } from '../../flow/ports/store/opt-out-mirror.ts';
import type { ListOptOuts, OptOuts } from '../../flow/ports/store/opt-outs.ts';
import type { QuotaLookup } from '../../flow/ports/store/quotas.ts';
import { createApproverPlaces } from '../cards/approver-places.ts';
import type { Engine } from '../engine/engine.ts';
import { createApprovals } from './approvals.ts';
import { createListOptOuts } from './list-opt-outs.ts';
import { createOptOutMirror } from './mirror.ts';
import type { NumberKeyOf } from './number-key.ts';
import { createOptOuts } from './opt-outs.ts';
import { createFindShortage } from './quotas.ts';

/** All that the ledger does about who may send what to whom. */
export interface Rules {
  readonly optOuts: OptOuts;
  readonly quotas: QuotaLookup;
  readonly approvals: Approvals;
  readonly approverPlaces: ApproverPlaces;
  readonly mirror: OptOutMirror;
  readonly listOptOuts: ListOptOuts;
}

export function createRules(engine: Engine, keyOf: NumberKeyOf): Rules {
  return {
    optOuts: createOptOuts(engine, keyOf),
    quotas: { findShortage: createFindShortage(engine, keyOf) },
    approvals: createApprovals(engine),
    approverPlaces: createApproverPlaces(engine),
    mirror: createOptOutMirror(engine),
    listOptOuts: createListOptOuts(engine),
  };
}
