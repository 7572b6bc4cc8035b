/** Why a delivery is `rejected`, `failed` or `unknown`, in words that no longer belong to the provider. */
export interface DeliveryFailure {
  readonly reason: FailureReason;
  /** The provider's or Meta's code as given, such as `E424` or `131026`. */
  readonly code: string | undefined;
  /** The provider's own sentence, scrubbed of numbers; shown as its words, never as ours. */
  readonly text: string | undefined;
}

export type FailureReason =
  /** The provider said no; nothing went out. */
  | 'refused'
  /** No byte of the request left this process, and trying again did not help. */
  | 'never_sent'
  /** The whole request may have left and no answer came in time. */
  | 'no_answer'
  /** The connection broke after the request had begun to leave. */
  | 'connection_lost'
  /** An answer that says neither yes nor no: a server error, HTML, a cut body. */
  | 'unclear_answer'
  /** The answer names other recipients but not this one. */
  | 'missing_in_answer'
  /** This process ended between the request and its answer. */
  | 'interrupted'
  /** A delivery report says that it did not arrive. */
  | 'reported'
  /** A person says that it did not arrive. */
  | 'manual_report';
