/**
 * What a send as a whole is doing. `planned`: it is reviewed, nobody has confirmed it, and it counts nowhere. `discarded`: a
 * plan that was not confirmed in time. `scheduled`: it waits for its time. `held`: its time came, something had changed, and a
 * person is asked. `trial`: only its first rows may leave. `sending`: its rows leave, or all have left. `paused` and `stopped`:
 * a person, or the breaker, ended that for now or for good.
 */
export const SEND_STATES = [
  'planned',
  'discarded',
  'scheduled',
  'held',
  'trial',
  'sending',
  'paused',
  'stopped',
] as const;

export type SendState = (typeof SEND_STATES)[number];

/** Why a list whose time came was not sent. */
export const HOLD_REASONS = [
  /** The bot was not running at that time, and more than an hour has passed. */
  'late',
  'template_gone',
  'template_changed',
  'template_not_approved',
  'sender_gone',
  /** The policy does not allow it any more. */
  'not_allowed',
] as const;

export type HoldReason = (typeof HOLD_REASONS)[number];

/** How a send came to its state. */
export interface SendStateChange {
  readonly state: SendState;
  /** The Slack user who changed it; undefined when the bot did. */
  readonly by: string | undefined;
  readonly at: Date;
  /** A {@link HoldReason}, or the code that the breaker paused it for. */
  readonly reason: string | undefined;
}
