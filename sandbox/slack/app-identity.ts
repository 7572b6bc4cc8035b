import type { Credentials } from '../bot/environment.ts';
import { BUSINESS_NAME } from '../seed-data.ts';
import type { AppManifest } from './app-manifest.ts';

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
  /** What the installer granted: the manifest's required scopes, what only reads, and those of files; the other optional ones were declined. */
  readonly scopes: readonly string[];
}

const GRANTED = ['channels:read', 'groups:read', 'users:read', 'usergroups:read', 'files:read', 'files:write'];

export function identityOf(manifest: AppManifest, { botToken, appToken, signingSecret }: Credentials): AppIdentity {
  return {
    teamId: 'T0ACMETRVL',
    teamDomain: 'acme-travel',
    teamName: BUSINESS_NAME,
    appId: 'A0WHATSAPP',
    botId: 'B0WHATSAPP',
    botUserId: 'U0WHATSAPP',
    botName: manifest.botName,
    botToken,
    appToken,
    signingSecret,
    scopes: [...manifest.scopes, ...GRANTED],
  };
}
