/** Who the bot is in the local workspace, and what Slack and it share. */
export interface AppIdentity {
  readonly teamId: string;
  readonly teamDomain: string;
  readonly teamName: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botName: string;
  readonly botToken: string;
  /** For `apps.connections.open`. */
  readonly appToken: string;
  readonly signingSecret: string;
  /** What the installer granted: the manifest's required scopes and `users:read`; the other optional ones were declined. */
  readonly scopes: readonly string[];
}
