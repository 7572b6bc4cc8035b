import type { ApprovalNeed } from '../../../core/rules/decide.ts';

/** What one person said of a send that waits for approval. */
export interface Approval {
  readonly personId: string;
  readonly verdict: 'approved' | 'declined' | 'reviewed';
  /** The needs that it counts for, by their places in {@link ApprovalRequest.needs}. */
  readonly meets: readonly number[];
  /** Why it was declined. */
  readonly reason: string | undefined;
  readonly at: Date;
}

export interface ApprovalRequest {
  readonly sendId: string;
  readonly actorId: string;
  /** A hash of what leaves and to whom: an approval is for this. */
  readonly digest: string;
  readonly needs: readonly ApprovalNeed[];
  readonly state: 'waiting' | 'approved' | 'declined' | 'expired' | 'withdrawn' | 'to_review' | 'reviewed';
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly approvals: readonly Approval[];
}

export type ApproveResult =
  /** All needs are met: the send leaves, or waits for its time. */
  | { readonly kind: 'approved' }
  /** It counts, and others have to agree too. */
  | { readonly kind: 'counted' }
  /** The send was decided before, expired, or was withdrawn. */
  | { readonly kind: 'too_late'; readonly state: ApprovalRequest['state'] }
  /** This person said something of it before. */
  | { readonly kind: 'said_before' }
  | { readonly kind: 'own_send' }
  /** What would leave is not what the person was shown. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'not_found' };

/** What the ledger does for people who approve. Each is decided in one transaction that locks the request. */
export interface Approvals {
  findRequest(sendId: string): Promise<ApprovalRequest | undefined>;
  /** A hash of what the ledger holds of the send now, computed from its messages and recipients. */
  digestOf(sendId: string): Promise<string | undefined>;
  /** @param meets the places of the needs that this person's roles count for, read at the press */
  approve(approval: {
    readonly sendId: string;
    readonly personId: string;
    readonly digest: string;
    readonly policyHash: string;
    readonly meets: readonly number[];
  }): Promise<ApproveResult>;
  /** Ends the send: nothing of it left. */
  decline(decline: {
    readonly sendId: string;
    readonly personId: string;
    readonly digest: string;
    readonly policyHash: string;
    readonly reason: string;
  }): Promise<ApproveResult>;
  /** Says that a send which left before it was approved was looked at. */
  review(review: {
    readonly sendId: string;
    readonly personId: string;
    readonly policyHash: string;
  }): Promise<ApproveResult>;
  /** Cancels requests whose time is over. @returns how many */
  expireRequests(): Promise<number>;
  /** Requests whose reminder is due, each once: the next one is set to twice the wait. */
  takeReminders(): Promise<readonly ApprovalRequest[]>;
}
