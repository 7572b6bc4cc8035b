import type { ReportedStatus } from './status.ts';

/** What one callback says about one message. */
export interface StatusUpdate {
  /** Kaleyra's message ID with or without its `:n`. */
  readonly messageId: string;
  readonly status: ReportedStatus;
  readonly code: string | undefined;
  readonly text: string | undefined;
  /** The batch's token when the callback has it; it ties a report to a batch before the response is known. */
  readonly batchToken: string | undefined;
  /** The recipient's digits, when given. */
  readonly recipientDigits: string | undefined;
  /** The provider's time, for display only: reports are never ordered by it. */
  readonly reportedAt: Date | undefined;
}
