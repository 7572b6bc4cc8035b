import type { Approvals } from '../../flow/ports/store/approvals.ts';
import type { OptOuts } from '../../flow/ports/store/opt-outs.ts';
import type { QuotaLookup } from '../../flow/ports/store/quotas.ts';
import type { Engine } from '../engine/engine.ts';
import { createApprovals } from './approvals.ts';
import type { NumberKeyOf } from './number-key.ts';
import { createOptOuts } from './opt-outs.ts';
import { createFindShortage } from './quotas.ts';

/** All that the ledger does about who may send what to whom. */
export interface Rules {
  readonly optOuts: OptOuts;
  readonly quotas: QuotaLookup;
  readonly approvals: Approvals;
}

export function createRules(engine: Engine, keyOf: NumberKeyOf): Rules {
  return {
    optOuts: createOptOuts(engine, keyOf),
    quotas: { findShortage: createFindShortage(engine, keyOf) },
    approvals: createApprovals(engine),
  };
}
