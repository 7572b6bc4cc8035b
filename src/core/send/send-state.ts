/** What a send as a whole is doing. */
export type SendState =
  /** It is reviewed and not confirmed: it counts nowhere. */
  | 'planned'
  /** A plan that was not confirmed in time, or was given up. */
  | 'discarded'
  /** It waits for its time. */
  | 'scheduled'
  /** It was confirmed and does not leave: others have to approve it, something changed or its time was missed. */
  | 'held'
  /** Only its first rows may leave. The ledger's word for it, which has nothing to do with the mode of that name. */
  | 'trial'
  /** It leaves, or has left. */
  | 'sending'
  /** A person or the breaker holds up what has not left. */
  | 'paused'
  /** What has not left never will. */
  | 'stopped';

/** Why a send that is held does not leave. */
export type HoldReason =
  /** The bot was not running at that time, and more than an hour has passed. */
  | 'late'
  | 'template_gone'
  | 'template_changed'
  | 'template_not_approved'
  | 'sender_gone'
  /** The policy does not allow it any more. */
  | 'not_allowed'
  /** Others have to approve it first. */
  | 'needs_approval'
  /** The policy has changed and asks for approvals that it does not have; who may give them is looked up. */
  | 'approval_missing'
  /** They were asked. */
  | 'asked_again';

/** How a send came to its state. */
export interface SendStateChange {
  readonly state: SendState;
  /** The Slack user who changed it; undefined when the bot did. */
  readonly by: string | undefined;
  readonly at: Date;
  /** A {@link HoldReason}, or the code that the breaker paused it for. */
  readonly reason: string | undefined;
  /** Set when it was stopped: deliveries whose requests were under way then, so that nothing could stop them. */
  readonly onTheirWay?: number;
}
