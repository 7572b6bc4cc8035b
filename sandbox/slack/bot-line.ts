/** What came back when Slack called the bot. */
export type BotAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly type: string; readonly body: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable' };

/** How Slack reaches the bot: over HTTP at its public address, or over the socket that the bot opened. */
export interface BotLine {
  /** A command's fields, or `payload` with the JSON of an interaction. */
  post(form: Readonly<Record<string, string>>): Promise<BotAnswer>;
  /** An event of the Events API with its wrapping. */
  tell(callback: Readonly<Record<string, unknown>>): Promise<BotAnswer>;
}

/** Slack gives an app this long. */
export const PATIENCE_MS = 3_000;
