import type { ApprovalRequest, ApprovalState } from '../../../../core/rules/approval.ts';

export type ApproveResult =
  /** It was decided: all needs are met and the send leaves or waits for its time; or it was declined; or reviewed. */
  | { readonly kind: 'approved' }
  /** It counts, and others have to agree too. */
  | { readonly kind: 'counted' }
  /** The send was decided before, expired, or was withdrawn. */
  | { readonly kind: 'too_late'; readonly state: ApprovalState }
  /** This person said something of it before. */
  | { readonly kind: 'said_before' }
  | { readonly kind: 'own_send' }
  /** None of the person's roles counts for any of the needs. */
  | { readonly kind: 'not_an_approver' }
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
    /** Of the request whose needs were read: one that others were asked for anew meanwhile may need other roles. */
    readonly askedAt?: Date;
  }): Promise<ApproveResult>;
  /** Ends the send: nothing of it left. */
  decline(decline: {
    readonly sendId: string;
    readonly personId: string;
    readonly digest: string;
    readonly policyHash: string;
    readonly reason: string;
    readonly askedAt?: Date;
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
