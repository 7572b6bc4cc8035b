/** Why a delivery is `rejected`, `failed` or `unknown`, in words of our own. */
export interface DeliveryFailure {
  readonly reason: FailureReason;
  /** The provider's or Meta's code as given, such as `E424` or `131026`. */
  readonly code: string | undefined;
  /** The provider's own sentence, without phone numbers; shown as a quote, never as our words. */
  readonly text: string | undefined;
}

export type FailureReason =
  /** The provider said no; nothing went out. */
  | 'refused'
  /** No byte of the request left this process, and trying again did not help. */
  | 'never_sent'
  /** The whole request may have left, and no response came in time. */
  | 'no_answer'
  /** The connection broke after the request had begun to leave. */
  | 'connection_lost'
  /** The response says neither that it was taken nor that it was refused: a server error, HTML, a cut body. */
  | 'unclear_answer'
  /** The response names other recipients but not this one. */
  | 'missing_in_answer'
  /** This process ended between the request and its response. */
  | 'interrupted'
  /** A delivery report says that it did not arrive. */
  | 'reported'
  /** A person says that it did not arrive. */
  | 'manual_report';
