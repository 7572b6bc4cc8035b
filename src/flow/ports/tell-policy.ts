import type { Policy } from '../../core/rules/policy/policy.ts';

/** What the team has to know of its policy. */
export interface PolicyNews {
  /** The name of the file, as people know it. */
  readonly file: string;
  /** What is in force; undefined where there was no policy before. */
  readonly inForce: Policy | undefined;
  /** What is wrong with the file, a sentence each with line and field; empty once it is good again. */
  readonly problems: readonly string[];
}

/** Tells the team. Never rejects. @returns false where it should be told again later */
export type TellPolicy = (news: PolicyNews) => Promise<boolean>;
