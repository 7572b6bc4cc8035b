/**
 * Where a send's card is shown. `channel` is where the command was run; when the bot cannot post there, the card goes
 * once through the command's `response_url` and is kept up to date in a direct message; `audit` is the fixed channel for leads.
 * `approver` is the direct message to a person who may approve the send; `answer` stands in the thread of the reply that it answers.
 * A notice is a separate message about the send: that it ended in a failure, in the card's thread; that it paused the
 * account; that Kaleyra does not allow our callback address; that it left before it was approved.
 */
export type CardRole =
  | 'channel'
  | 'response_url'
  | 'dm'
  | 'audit'
  | 'approver'
  | 'answer'
  | 'failure_notice'
  | 'pause_notice'
  | 'callback_notice'
  | 'break_glass_notice';

/** Where a card that does not exist yet belongs. */
export interface NewCardPlace {
  readonly role: CardRole;
  /** Channel or user to post to. */
  readonly destination: string;
  /** Tells cards of one role apart: left out for 0; approvers have one each. */
  readonly slot?: number;
  /** The message in whose thread it belongs. */
  readonly threadTs?: string;
}

/** One place where a send is shown; it is updated until Slack shows the send's version. */
export interface Card {
  readonly sendId: string;
  readonly role: CardRole;
  /** Tells cards of one role apart. */
  readonly slot: number;
  /** Channel or user to post to. */
  readonly destination: string;
  /** The message in whose thread it stands; left out for a message of its own. */
  readonly threadTs?: string;
  /** The posted message; undefined until the first post succeeded. */
  readonly message: { readonly channelId: string; readonly ts: string } | undefined;
  readonly shownVersion: number;
  readonly attempts: number;
  /** An earlier try to show it had no answer, so Slack may still do that, over a later one. */
  readonly isUnanswered?: true;
}
