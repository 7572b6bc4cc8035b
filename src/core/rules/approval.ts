import type { ApprovalNeed } from './decide.ts';

/** What one person said of a send that others have to approve. */
export interface Approval {
  readonly personId: string;
  readonly verdict: 'approved' | 'declined' | 'reviewed';
  /** The needs that it counts for, by their places in {@link SendApproval.needs}. */
  readonly meets: readonly number[];
  /** Why it was declined. */
  readonly reason: string | undefined;
  readonly at: Date;
}

/** How far the approval of a send has come. */
export interface SendApproval {
  /** A hash of what leaves and to whom: an approval is for this. */
  readonly digest: string;
  readonly needs: readonly ApprovalNeed[];
  /** `to_review`: it left before it was approved. */
  readonly state: 'waiting' | 'approved' | 'declined' | 'expired' | 'withdrawn' | 'to_review' | 'reviewed';
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly approvals: readonly Approval[];
}

/** The same with what only cards need. */
export interface ApprovalOnCard extends SendApproval {
  /** The people who were asked, by user ID. */
  readonly approvers: readonly string[];
  /** Why it left before it was approved; left out where it waits. */
  readonly breakGlassReason?: string;
}

/** The needs for which not enough people have approved it. */
export function unmetNeeds({ approvals, needs }: Pick<SendApproval, 'approvals' | 'needs'>): readonly ApprovalNeed[] {
  return needs.filter((need, place) => missingFor(approvals, need, place) > 0);
}

/** How many more people a need waits for. */
export function missingFor(approvals: readonly Approval[], { count }: ApprovalNeed, place: number): number {
  const said = approvals.filter(({ meets, verdict }) => verdict === 'approved' && meets.includes(place));
  return Math.max(count - said.length, 0);
}

/** Whether no one is asked any more. */
export function isDecided({ state }: Pick<SendApproval, 'state'>): boolean {
  return state !== 'waiting' && state !== 'to_review';
}

/** Whether it never left because it was not approved; who withdrew it knows. */
export function isRefused(approval: Pick<SendApproval, 'state'> | undefined): boolean {
  return approval?.state === 'declined' || approval?.state === 'expired';
}
