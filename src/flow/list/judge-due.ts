import { type Judgement, judge } from '../../core/rules/policy/judge.ts';
import type { RoleFinder, RuleBook } from '../ports/rules.ts';
import type { DueList } from '../ports/store/lists/timed-lists.ts';
import { rolesOfPeople } from '../rules/roles-of-people.ts';

interface Needs {
  readonly roles: Pick<RoleFinder, 'rolesOf'>;
  readonly ruleBook: RuleBook;
}

/** What the policy in force says of a list whose time has come, with the approvals that it was given. */
export function createJudgeDue({ roles, ruleBook }: Needs): (list: DueList) => Promise<Judgement> {
  return async ({ confirmed }) => {
    if (ruleBook.current() === undefined) return 'leaves';
    const known = await rolesOfPeople(roles, [confirmed.actorId, ...confirmed.approvedBy]);
    // Read after Slack was asked, so that the roles are those of this policy.
    const policy = ruleBook.current();
    return policy === undefined ? 'leaves' : judge(policy, confirmed, (personId) => known.get(personId));
  };
}
