import { randomBytes } from 'node:crypto';

/** The made-up secrets of one run. */
export interface Credentials {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly sid: string;
  readonly apiKey: string;
  readonly callbackSecret: string;
}

export function createCredentials(): Credentials {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    botToken: `xoxb-1000000000001-1000000000002-${hex(12)}`,
    appToken: `xapp-1-A0WHATSAPP-1000000000003-${hex(32)}`,
    signingSecret: hex(16),
    sid: 'HXIN1000000001IN',
    apiKey: `A${hex(16)}`,
    callbackSecret: hex(24),
  };
}

interface Places {
  readonly slackApiUrl: string;
  readonly kaleyraUrl: string;
  readonly from: string;
  readonly templatesFile: string;
  readonly databaseFile: string;
  /** Left out, the bot has no rules. */
  readonly policyFile?: string;
  readonly port: number;
  readonly mode: 'http' | 'socket';
}

/** All that is different from production: the variables that every installation has to set. */
export function botEnvironment(secrets: Credentials, places: Places): Readonly<Record<string, string>> {
  return {
    SLACK_BOT_TOKEN: secrets.botToken,
    ...(places.mode === 'socket'
      ? { SLACK_APP_TOKEN: secrets.appToken }
      : { SLACK_SIGNING_SECRET: secrets.signingSecret }),
    SLACK_API_URL: places.slackApiUrl,
    KALEYRA_API_DOMAIN: places.kaleyraUrl,
    KALEYRA_SID: secrets.sid,
    KALEYRA_API_KEY: secrets.apiKey,
    KALEYRA_FROM: places.from,
    KALEYRA_CALLBACK_SECRET: secrets.callbackSecret,
    PUBLIC_URL: `http://127.0.0.1:${places.port}`,
    DATABASE_URL: `file:${places.databaseFile}`,
    TEMPLATES_FILE: places.templatesFile,
    ...(places.policyFile !== undefined && { POLICY_FILE: places.policyFile }),
    // Said, because the test runner has a variable of the same name.
    MODE: 'live',
    HOST: '127.0.0.1',
    PORT: String(places.port),
    LOG_LEVEL: 'info',
  };
}
