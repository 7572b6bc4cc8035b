import type { ApprovalTerms, SendRules } from '../../../src/core/rules/send-rules.ts';

/** Rules of a marketing send under a policy, which ask for nothing unless told otherwise. */
export function rulesOf(change: Partial<SendRules> = {}): SendRules {
  return { policyHash: 'policy-1', optOutScope: 'marketing', keepsQuietHours: false, ...change };
}

/** Two needs: one of a lead, and two of a lead or an admin. */
export const APPROVAL: ApprovalTerms = {
  needs: [
    { by: ['lead'], count: 1, rule: 2, because: 'it is an offer' },
    { by: ['lead', 'admin'], count: 2, rule: 3, because: 'it is large' },
  ],
  approvers: ['U2', 'U3', 'U4'],
};

export const ONE_APPROVAL: ApprovalTerms = {
  needs: [{ by: ['lead'], count: 1, rule: 2, because: 'it is an offer' }],
  approvers: ['U2', 'U3'],
};
