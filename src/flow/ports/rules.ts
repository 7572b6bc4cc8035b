import type { Policy } from '../../core/rules/policy.ts';

/** The policy in force. */
export interface RuleBook {
  /** The last one that could be read; undefined where there is no policy file. */
  current(): Policy | undefined;
}

/** Who has which role. */
export interface RoleFinder {
  /** The policy's roles of a person; undefined when Slack could not be asked about a user group, so no rule may be guessed. */
  rolesOf(userId: string): Promise<ReadonlySet<string> | undefined>;
  /** The people who have one of the roles, by user ID, without guests; undefined as above. */
  membersOf(roles: readonly string[]): Promise<readonly string[] | undefined>;
}
