import type { ClaimRules } from '../../../src/flow/ports/store/rules/claim-rules.ts';

/** Rules that let everything leave under `policy-1`, unless told otherwise. */
export function claimRulesOf(change: Partial<ClaimRules> = {}): ClaimRules {
  return {
    mode: 'live',
    teamNumbers: [],
    policyHash: () => 'policy-1',
    judge: () => undefined,
    keepsQuietHours: () => true,
    quietUntil: () => undefined,
    ...change,
  };
}
