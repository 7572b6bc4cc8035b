import type { App } from '@slack/bolt';
import type { AuthTestResponse } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import { createInstalled } from '../access/installed.ts';
import { createBoltLogger } from '../client/bolt-logger.ts';
import type { SlackNeeds } from '../listeners/register.ts';
import { type BotIdentity, createBoltApp, interactiveClientOptions } from './bolt-app.ts';
import type { Connections } from './connection-count.ts';
import { createReceiver, type RequestListener } from './receiver.ts';
import { createSocketReceiver } from './socket-receiver.ts';

export interface SlackOptions {
  readonly credentials: {
    readonly botToken: string;
    /** Needed over HTTP. */
    readonly signingSecret: string | undefined;
    /** When given, Slack is reached over Socket Mode. */
    readonly appToken: string | undefined;
    readonly apiUrl: string;
  };
  readonly log: Log;
  readonly needs: SlackNeeds;
}

export interface Slack {
  readonly mode: 'http' | 'socket';
  /** For `POST /slack/events`; in Socket Mode nothing is expected there and everything is refused. */
  readonly requestListener: RequestListener;
  /** Checks the bot token, and opens the sockets in Socket Mode. Rejects when Slack refuses either. */
  start(): Promise<void>;
  /** Resolves when every listener is done; over HTTP the server has to be closed first. No socket opens after it. */
  stop(): Promise<void>;
  /** How many sockets there are, here and in Slack's eyes; undefined over HTTP. */
  connections(): Connections | undefined;
}

export function createSlack(options: SlackOptions): Slack {
  const { credentials, log, needs } = options;
  const { apiUrl, appToken, botToken } = credentials;
  const logger = createBoltLogger(log);
  const installed = createInstalled({ log });
  let identity: BotIdentity = {};
  const checkToken = async ({ client }: App) => {
    const answer = await client.auth.test({ token: botToken });
    identity = identityOf(answer);
    await installed.learn(answer, (page) => client.auth.teams.list({ token: botToken, ...page }));
  };
  const clientOptions = interactiveClientOptions(apiUrl);
  const common = { botToken, identity: () => identity, clientOptions, installed, log, logger, needs };
  if (appToken !== undefined) {
    const { receiver, sockets } = createSocketReceiver({ appToken, apiUrl, log, logger });
    const { app, drain } = createBoltApp({ ...common, receiver });
    return {
      mode: 'socket',
      requestListener: (_, response) => response.writeHead(404).end(),
      async start() {
        await checkToken(app);
        await sockets.start();
      },
      async stop() {
        await sockets.stop();
        await drain();
      },
      connections: sockets.connections,
    };
  }
  const { receiver, requestListener } = createReceiver({
    signingSecret: credentials.signingSecret ?? '',
    log,
    logger,
  });
  const { app, drain } = createBoltApp({ ...common, receiver });
  return {
    mode: 'http',
    requestListener,
    start: () => checkToken(app),
    stop: drain,
    connections: () => undefined,
  };
}

function identityOf({ bot_id: botId, user_id: botUserId }: AuthTestResponse): BotIdentity {
  return { ...(botId === undefined ? {} : { botId }), ...(botUserId === undefined ? {} : { botUserId }) };
}
