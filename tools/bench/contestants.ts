import { fileURLToPath } from 'node:url';
import { freePort } from '../../sandbox/bot/free-port.ts';
import { readProcfile } from '../procfile.ts';
import { type Program, startProgram } from './program.ts';
import type { Upstreams } from './start-upstreams.ts';

/** Made up; the same for all contestants. */
export const SECRETS = {
  botToken: 'xoxb-1000000000001-1000000000002-bench',
  signingSecret: '0123456789abcdef0123456789abcdef',
  sid: 'HXIN1000000001IN',
  apiKey: 'A0123456789abcdef0123456789abcdef',
  callbackSecret: '0123456789abcdef0123456789abcdef0123456789abcdef',
};

export interface Server extends Program {
  readonly origin: string;
}

interface Places {
  readonly folder: string;
  readonly upstreams: Upstreams;
}

interface BotOptions extends Places {
  readonly databaseUrl: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
}

const PRODUCTION = readProcfile();

/** More than any machine sends: a ledger that is asked for its pace, and never says wait. */
const UNLIMITED = '100000';

/** The bot as it runs in production: its own process, from its environment, in a working folder of the checkout. */
export async function startBot(options: BotOptions): Promise<Server> {
  const server = await launchBot(options);
  await server.says('"ready"');
  return server;
}

/** The same without waiting for anything. */
export async function launchBot(options: BotOptions): Promise<Server> {
  const { databaseUrl, environment = {}, folder, nodeFlags = [], upstreams } = options;
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const program = startProgram(folder, [...PRODUCTION.flags, ...nodeFlags, PRODUCTION.file], {
    SLACK_BOT_TOKEN: SECRETS.botToken,
    SLACK_SIGNING_SECRET: SECRETS.signingSecret,
    SLACK_API_URL: upstreams.slackUrl,
    KALEYRA_API_DOMAIN: upstreams.kaleyraUrl,
    KALEYRA_SID: SECRETS.sid,
    KALEYRA_API_KEY: SECRETS.apiKey,
    KALEYRA_FROM: '919800000000',
    KALEYRA_MESSAGES_PER_SECOND: UNLIMITED,
    KALEYRA_CALLBACK_SECRET: SECRETS.callbackSecret,
    PUBLIC_URL: origin,
    DATABASE_URL: databaseUrl,
    TEMPLATES_FILE: pathOf('../../sandbox/templates.yml'),
    HOST: '127.0.0.1',
    PORT: String(port),
    NODE_ENV: 'production',
    ...PRODUCTION.environment,
    ...environment,
  });
  return { ...program, origin };
}

type Peer = 'minimal-bolt' | 'bare-http' | 'bare-insert';

/** One of the programs in `peers/`, once it listens. */
export async function startPeer(
  peer: Peer,
  places: Places,
  environment: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const server = await launchPeer(peer, places, environment);
  await server.says('listening');
  return server;
}

export async function launchPeer(
  peer: Peer,
  { folder, upstreams }: Places,
  environment: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const port = await freePort();
  const program = startProgram(folder, [pathOf(`./peers/${peer}.ts`)], {
    SLACK_BOT_TOKEN: SECRETS.botToken,
    SLACK_SIGNING_SECRET: SECRETS.signingSecret,
    SLACK_API_URL: upstreams.slackUrl,
    PORT: String(port),
    NODE_ENV: 'production',
    ...environment,
  });
  return { ...program, origin: `http://127.0.0.1:${port}` };
}

export function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
