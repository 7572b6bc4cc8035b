import type { Policy } from '../../src/core/rules/policy/policy.ts';
import type { RoleFinder, RuleBook } from '../../src/flow/ports/rules.ts';

/** A rule book that a test changes. */
export function ruleBookOf(policy: Policy | undefined): RuleBook & { use(next: Policy | undefined): void } {
  let current = policy;
  return {
    current: () => current,
    use(next) {
      current = next;
    },
  };
}

/** Who has which role, by the policy alone; user groups have these people, and none where they are not known. */
export function roleFinderOf(
  ruleBook: RuleBook,
  groups: Readonly<Record<string, readonly string[] | undefined>> = {},
): RoleFinder {
  const members = (role: string): readonly string[] | undefined => {
    const { users, userGroups } = ruleBook.current()?.roles.get(role) ?? { users: [], userGroups: [] };
    const found = userGroups.map((id) => groups[id]);
    return found.includes(undefined) ? undefined : [...users, ...found.flatMap((ids) => ids ?? [])];
  };
  return {
    async rolesOf(userId) {
      const roles = [...(ruleBook.current()?.roles.keys() ?? [])];
      if (roles.some((role) => members(role) === undefined)) return undefined;
      return new Set(roles.filter((role) => members(role)?.includes(userId)));
    },
    async membersOf(roles) {
      const found = roles.map(members);
      return found.includes(undefined) ? undefined : [...new Set(found.flatMap((ids) => ids ?? []))];
    },
  };
}
