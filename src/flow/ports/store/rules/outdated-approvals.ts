import type { ApprovalTerms } from '../../../../core/rules/send-rules.ts';
import type { JudgedSend } from './claim-rules.ts';

/** Sends that are held because the policy changed and asks for approvals that they do not have. Safe to settle in several processes. */
export interface OutdatedApprovals {
  /** A few, those that were confirmed first. */
  findOutdated(): Promise<readonly JudgedSend[]>;
  /** It has what the policy asks for after all. Each returns false when the send is in another state by now. */
  letLeave(sendId: string): Promise<boolean>;
  /** A rule says no, or no one is left to ask: a person has to decide, and whoever sent it is told. */
  refuse(sendId: string): Promise<boolean>;
  /** Asks the people who may approve it, by a message to each who has not yet. What was approved before counts as given here. */
  askAgain(asked: {
    readonly sendId: string;
    readonly policyHash: string;
    readonly terms: ApprovalTerms;
    readonly given: readonly { readonly personId: string; readonly meets: readonly number[] }[];
  }): Promise<boolean>;
}
