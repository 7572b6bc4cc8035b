import type { ApprovalRequest } from '../../core/rules/approval.ts';
import type { ApproverPlace } from './store/rules/approver-places.ts';

/** Tells a person again that a send waits for them, where they were asked. Never rejects. */
export type RemindApprover = (place: ApproverPlace, request: ApprovalRequest) => Promise<void>;
