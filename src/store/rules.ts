import type { Approvals } from '../flow/ports/store/rules/approvals.ts';
import type { ApproverPlaces } from '../flow/ports/store/rules/approver-places.ts';
import type { ClaimRules } from '../flow/ports/store/rules/claim-rules.ts';
import type { NumberCodes } from '../flow/ports/store/rules/number-codes.ts';
import type { OptOutMirror } from '../flow/ports/store/rules/opt-out-mirror.ts';
import type { ListOptOuts, OptOuts } from '../flow/ports/store/rules/opt-outs.ts';
import type { OutdatedApprovals } from '../flow/ports/store/rules/outdated-approvals.ts';
import type { QuietWaits } from '../flow/ports/store/rules/quiet-waits.ts';
import type { QuotaLookup } from '../flow/ports/store/rules/quotas.ts';
import type { ToldFaults } from '../flow/ports/store/rules/told-faults.ts';
import { createApprovals } from './approvals/approvals.ts';
import { createOutdatedApprovals } from './approvals/outdated-approvals.ts';
import { createQuietWaits } from './batches/quiet-waits.ts';
import { createApproverPlaces } from './cards/approver-places.ts';
import type { Engine } from './engine/engine.ts';
import type { CodeOfSend } from './rules/code-of-send.ts';
import { createListOptOuts } from './rules/list-opt-outs.ts';
import { createOptOutMirror } from './rules/mirror.ts';
import type { NumberKeyOf } from './rules/number-key.ts';
import { createOptOuts } from './rules/opt-outs.ts';
import { createFindShortage } from './rules/quotas.ts';
import { createToldFaults } from './rules/told-faults.ts';
import { createNumberCodes } from './team/number-codes.ts';

/** All that the ledger does about who may send what to whom. */
export interface Rules {
  readonly optOuts: OptOuts;
  readonly quotas: QuotaLookup;
  readonly approvals: Approvals;
  readonly approverPlaces: ApproverPlaces;
  readonly mirror: OptOutMirror;
  readonly listOptOuts: ListOptOuts;
  readonly numberCodes: NumberCodes;
  readonly toldFaults: ToldFaults;
  readonly outdated: OutdatedApprovals;
  readonly quietWaits: QuietWaits;
}

interface Needs {
  readonly engine: Engine;
  readonly keyOf: NumberKeyOf;
  readonly codeOf: CodeOfSend;
  /** Left out, nothing waits for the end of quiet hours. */
  readonly claimRules?: Pick<ClaimRules, 'keepsQuietHours' | 'quietUntil'> | undefined;
}

const NOTHING_WAITS = { keepsQuietHours: () => false, quietUntil: () => undefined };

export function createRules({ engine, keyOf, codeOf, claimRules }: Needs): Rules {
  return {
    optOuts: createOptOuts(engine, keyOf),
    quotas: { findShortage: createFindShortage(engine, keyOf) },
    approvals: createApprovals(engine),
    approverPlaces: createApproverPlaces(engine),
    mirror: createOptOutMirror(engine),
    listOptOuts: createListOptOuts(engine),
    numberCodes: createNumberCodes(engine, keyOf, codeOf),
    toldFaults: createToldFaults(engine),
    outdated: createOutdatedApprovals(engine),
    quietWaits: createQuietWaits(engine, claimRules ?? NOTHING_WAITS),
  };
}
