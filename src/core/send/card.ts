/**
 * Where a send's card is shown. `channel` is where the command was run; when the bot cannot post there, the card goes
 * once through the command's `response_url` and is kept up to date in a direct message; `audit` is the fixed channel for leads.
 * A notice is a separate message about the send: that it ended in a failure, in the card's thread; that it paused the
 * account; that Kaleyra does not allow our callback address.
 */
export type CardRole =
  | 'channel'
  | 'response_url'
  | 'dm'
  | 'audit'
  | 'failure_notice'
  | 'pause_notice'
  | 'callback_notice';

/** One place where a send is shown; it is updated until Slack shows the send's version. */
export interface Card {
  readonly sendId: string;
  readonly role: CardRole;
  /** Channel or user to post to. */
  readonly destination: string;
  /** The posted message; undefined until the first post succeeded. */
  readonly message: { readonly channelId: string; readonly ts: string } | undefined;
  readonly shownVersion: number;
  readonly attempts: number;
}
