import type { AskedNeed } from './send-rules.ts';

/** What one person said of a send that needs approval. */
export interface Approval {
  readonly personId: string;
  readonly decision: 'approved' | 'declined' | 'reviewed';
  /** The needs that it counts for, by their places in {@link ApprovalRequest.needs}. */
  readonly meets: readonly number[];
  /** Why it was declined. */
  readonly reason: string | undefined;
  readonly at: Date;
}

/** How far a send has come that others have to agree to. `to_review`: it left before that. */
export type ApprovalState = 'waiting' | 'approved' | 'declined' | 'expired' | 'withdrawn' | 'to_review' | 'reviewed';

export interface ApprovalRequest {
  readonly sendId: string;
  /** Who asks. */
  readonly actorId: string;
  /** A hash of what leaves and to whom: an approval is for this. */
  readonly digest: string;
  readonly needs: readonly AskedNeed[];
  readonly state: ApprovalState;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  /** In the order in which they were given. */
  readonly approvals: readonly Approval[];
}

/** The same with what only cards need. */
export interface ApprovalOnCard extends ApprovalRequest {
  /** The people who were asked, by user ID. */
  readonly approvers: readonly string[];
  /** Some of it left before the policy changed and asked for it; left out where nothing did. */
  readonly hasLeft?: true;
  /** Why it left before it was approved; left out where it waits. */
  readonly breakGlassReason?: string;
}

/** @returns for each need how many people have yet to agree; in the order of the needs */
export function missingApprovals(
  needs: readonly { readonly count: number }[],
  approvals: readonly Pick<Approval, 'decision' | 'meets'>[],
): readonly number[] {
  const agreed = approvals.filter(({ decision }) => decision === 'approved');
  return needs.map(({ count }, place) =>
    Math.max(0, count - agreed.filter(({ meets }) => meets.includes(place)).length),
  );
}

/** Whether a person said something that counts: an approval that the policy of now does not ask for is given anew. */
export function hasAnswered(
  { approvals, state }: Pick<ApprovalRequest, 'approvals' | 'state'>,
  personId: string,
): boolean {
  const own = approvals.filter((approval) => approval.personId === personId);
  return own.some(({ meets, decision }) => state !== 'waiting' || decision === 'declined' || meets.length > 0);
}

/** Whether no one is asked any more. */
export function isDecided({ state }: Pick<ApprovalRequest, 'state'>): boolean {
  return state !== 'waiting' && state !== 'to_review';
}

/** Whether it never left because it was not approved; who withdrew it knows. */
export function isRefused(approval: Pick<ApprovalRequest, 'state'> | undefined): boolean {
  return approval?.state === 'declined' || approval?.state === 'expired';
}
