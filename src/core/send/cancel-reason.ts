/** Why a delivery never left, and will not. */
export type CancelReason =
  /** A person stopped the send. */
  | 'stopped'
  /** The recipient said no to such messages. */
  | 'opted_out'
  /** The bot is on trial: nothing leaves. */
  | 'trial'
  /** The bot reaches only the team's own numbers. */
  | 'not_in_team'
  /** An approver declined the send. */
  | 'declined'
  /** No one approved it in time, or it waited too long for the morning. */
  | 'expired'
  /** The 24 hours in which the recipient may be answered were over. */
  | 'window_closed';
