import type { OptOutScope } from './opt-out.ts';
import type { ApprovalNeed } from './policy/decide.ts';
import type { Quotas } from './policy/policy.ts';

/** Most recipients a day, as they are in force. */
export interface DayLimits extends Quotas {
  /** The workspace's is that of the team mode, which is less than what the policy allows. */
  readonly isTeamMode?: true;
}

/** What the rules say of one send when it is confirmed; the ledger holds it to this, and the claim looks at it again. */
export interface SendRules {
  /** The policy that was asked. */
  readonly policyHash: string | undefined;
  /** Whose opt-outs count for it: `marketing` counts both kinds. */
  readonly optOutScope: OptOutScope;
  /** Why it may reach one person who opted out; never for a list. */
  readonly optOutException?: string;
  /** Whether it waits where it is night. */
  readonly keepsQuietHours: boolean;
  /** Reserved when it is accepted; left out where there are no quotas. */
  readonly quotas?: { readonly day: string; readonly limits: DayLimits };
  /** It waits until people have approved it; left out where no one has to. */
  readonly approval?: ApprovalTerms;
  /** It leaves before it is approved, and is reviewed later. */
  readonly breakGlass?: { readonly reason: string };
}

/** A need, with the words that tell of it wherever the send is shown. */
export interface AskedNeed extends ApprovalNeed {
  /** Why, as a clause with its source: `it goes to more than 50 people (policy.yml, rule 3)`. */
  readonly because: string;
}

export interface ApprovalTerms {
  readonly needs: readonly AskedNeed[];
  /** The people who may approve it, by user ID, without the person who asks: each gets a direct message. */
  readonly approvers: readonly string[];
}

/** A quota that a send would pass. */
export interface QuotaShortage {
  readonly quota: keyof Quotas;
  readonly limit: number;
  /** The team mode sets it, not the policy. */
  readonly isTeamMode?: true;
  /** How many more may be sent today. */
  readonly left: number;
  /** How many numbers have had their share; for the quota of a number. */
  readonly numbers?: number;
}
