import type { ReportedStatus } from './status.ts';

/** What one callback says of one message, in our words. */
export interface StatusUpdate {
  /** Kaleyra's message ID with or without its `:n`. */
  readonly messageId: string;
  readonly status: ReportedStatus;
  readonly code: string | undefined;
  readonly text: string | undefined;
  /** The batch's token when it rode along; it ties a report to a batch before the answer is known. */
  readonly batchToken: string | undefined;
  /** The recipient's digits, when given. */
  readonly recipientDigits: string | undefined;
  /** The provider's time, for showing only: order is never taken from it. */
  readonly reportedAt: Date | undefined;
}
