import type { ApprovalNeed } from './decide.ts';

/** What one person said of a send that needs approval. */
export interface Approval {
  readonly personId: string;
  readonly verdict: 'approved' | 'declined' | 'reviewed';
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
  readonly needs: readonly ApprovalNeed[];
  readonly state: ApprovalState;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  /** In the order in which they were given. */
  readonly approvals: readonly Approval[];
}

/** @returns for each need how many people have yet to agree; in the order of the needs */
export function missingApprovals(
  needs: readonly ApprovalNeed[],
  approvals: readonly Pick<Approval, 'verdict' | 'meets'>[],
): readonly number[] {
  const agreed = approvals.filter(({ verdict }) => verdict === 'approved');
  return needs.map(({ count }, place) =>
    Math.max(0, count - agreed.filter(({ meets }) => meets.includes(place)).length),
  );
}
