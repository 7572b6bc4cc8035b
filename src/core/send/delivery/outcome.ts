import type { FailureReason } from '../../explanations/failure.ts';

/** The outcome of one request to the provider. Only `never_sent` may be tried again. */
export type SendOutcome =
  | {
      readonly kind: 'accepted';
      /** Message IDs by the recipient's digits; a recipient that is missing here is unknown. */
      readonly messageIds: ReadonlyMap<string, string>;
      /** Recipients that the response refuses, by digits. */
      readonly refused: ReadonlyMap<string, { readonly code: string | undefined; readonly text: string }>;
      readonly warning: ProviderWarning | undefined;
    }
  /** Refused whole: nothing went out. */
  | { readonly kind: 'rejected'; readonly code: string | undefined; readonly text: string | undefined }
  /** Proved: no byte left, or the provider said that it did not process the request. */
  | {
      readonly kind: 'never_sent';
      readonly code: string;
      readonly text: string | undefined;
      /** False when another try cannot help, such as a certificate that is wrong. */
      readonly mayRetry: boolean;
      readonly retryAfterMs: number | undefined;
    }
  /** It may have gone out, and the response does not say. */
  | {
      readonly kind: 'unknown';
      readonly reason: Extract<FailureReason, 'no_answer' | 'connection_lost' | 'unclear_answer'>;
      readonly code: string | undefined;
      readonly text: string | undefined;
    };

/** A warning in a response that accepts. */
export interface ProviderWarning {
  /** `callback_not_allowed`: no delivery report will come for this send. */
  readonly kind: 'callback_not_allowed' | 'other';
  readonly text: string;
}
