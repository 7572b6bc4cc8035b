import { describe, expect, it } from 'vitest';
import {
  type Approval,
  type ApprovalState,
  hasAnswered,
  isDecided,
  isRefused,
  missingApprovals,
} from '../../../src/core/rules/approval.ts';

function approval(decision: Approval['decision'], meets: readonly number[], personId = 'U0LEAD'): Approval {
  return { personId, decision, meets, reason: undefined, at: new Date(0) };
}

describe('a send that others have to agree to', () => {
  it('lacks for each need as many people as have not agreed, and never fewer than none', () => {
    const approvals = [approval('approved', [0, 1]), approval('approved', [1]), approval('declined', [0])];

    expect(missingApprovals([{ count: 2 }, { count: 1 }, { count: 3 }], approvals)).toEqual([1, 0, 3]);
  });

  it.each([
    ['waiting', [approval('approved', [0])], true],
    ['waiting', [approval('approved', [])], false],
    ['waiting', [approval('declined', [])], true],
    ['waiting', [approval('approved', [0], 'U0OTHER')], false],
    ['approved', [approval('approved', [])], true],
    ['waiting', [], false],
  ] as const)('is asked of a person until an answer of theirs counts: %s, %j', (state, approvals, isAnswered) => {
    expect(hasAnswered({ state, approvals }, 'U0LEAD')).toBe(isAnswered);
  });

  it('is decided once no one is asked, and refused where it did not leave for want of a yes', () => {
    const states = ['waiting', 'approved', 'declined', 'expired', 'withdrawn', 'to_review', 'reviewed'] as const;
    const those = (is: (approval: { readonly state: ApprovalState }) => boolean) =>
      states.filter((state) => is({ state }));

    expect(those(isDecided)).toEqual(['approved', 'declined', 'expired', 'withdrawn', 'reviewed']);
    expect(those(isRefused)).toEqual(['declined', 'expired']);
    expect(isRefused(undefined)).toBe(false);
  });
});
