import type { Policy } from '../../core/rules/policy/policy.ts';

/** The policy in force. */
export interface RuleBook {
  /** The last one that could be read; undefined where there is no policy file. */
  current(): Policy | undefined;
}

/** The policy with what is wrong with its file. */
export interface WatchedPolicy extends RuleBook {
  /** The name of the file, as people know it. */
  readonly file: string;
  /** What is wrong with the file as it is now: sentences with line and field. Empty while the policy in force is the file's. */
  problems(): readonly string[];
}

/** Who has which role. */
export interface RoleFinder {
  /** The policy's roles of a person; undefined when Slack could not be asked about a user group, so no rule may be guessed. */
  rolesOf(userId: string): Promise<ReadonlySet<string> | undefined>;
  /** The people who have one of the roles, by user ID, without guests; undefined as above. */
  membersOf(roles: readonly string[]): Promise<readonly string[] | undefined>;
}

/** The roles of a person as far as they are in memory; undefined where Slack would have to be asked. */
export type KnownRoles = (userId: string) => ReadonlySet<string> | undefined;

/** How people are called, by user ID; those that Slack does not name are left out. Never rejects. */
export type NamePeople = (userIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/**
 * What the clocks of a country show, in minutes after midnight: one for each of its times.
 *
 * @param region ISO 3166; for one that is not known, the time zone counts
 * @param timeZone IANA
 */
export type LocalMinutes = (region: string | undefined, timeZone: string, now: Date) => readonly number[];
