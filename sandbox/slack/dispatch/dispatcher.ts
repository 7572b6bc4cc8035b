/** What came back when Slack called the bot. */
export type BotAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly type: string; readonly body: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable' };

/** How Slack reaches the bot: over HTTP at its public address, or over the socket that the bot opened. */
export interface Dispatcher {
  /** A command's fields, or `payload` with the JSON of an interaction. */
  sendForm(form: Readonly<Record<string, string>>): Promise<BotAnswer>;
  /** An `event_callback` of the Events API. */
  sendEvent(callback: Readonly<Record<string, unknown>>): Promise<BotAnswer>;
}

/** Slack waits this long for an app to acknowledge. */
export const MAX_ACK_MS = 3_000;
