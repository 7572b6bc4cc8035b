import type { PhoneNumber } from '../core/recipients/phone-number.ts';
import type { Numbering } from '../core/recipients/recipient.ts';
import type { Mode } from '../core/rules/mode.ts';
import { type ChangeOptOuts, createChangeOptOuts } from '../flow/opt-outs/change-opt-outs.ts';
import type { Log } from '../flow/ports/log.ts';
import type { RoleFinder, RuleBook } from '../flow/ports/rules.ts';
import type { NumberCodes } from '../flow/ports/store/rules/number-codes.ts';
import type { OptOuts } from '../flow/ports/store/rules/opt-outs.ts';
import { createFindOptedOut, type FindOptedOut } from '../flow/rules/opted-out.ts';
import { createFindOutsideTeam, type FindOutsideTeam } from '../flow/rules/outside-team.ts';

/** What reviews and commands need of people who said no, and of the mode. */
export interface OptOutParts {
  readonly mode: Mode;
  readonly findOptedOut: FindOptedOut;
  readonly findOutsideTeam: FindOutsideTeam;
  readonly changeOptOuts: ChangeOptOuts;
}

export function plugOptOuts(base: {
  readonly mode: Mode;
  readonly teamNumbers: readonly PhoneNumber[];
  readonly optOuts: OptOuts;
  readonly numberCodes: Pick<NumberCodes, 'findProved'>;
  readonly ruleBook: RuleBook;
  readonly roles: Pick<RoleFinder, 'rolesOf'>;
  readonly loadNumbering: () => Promise<Numbering>;
  readonly log: Log;
}): OptOutParts {
  return {
    mode: base.mode,
    findOptedOut: createFindOptedOut(base),
    findOutsideTeam: createFindOutsideTeam(base),
    changeOptOuts: createChangeOptOuts(base),
  };
}
