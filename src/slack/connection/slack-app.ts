import type { App } from '@slack/bolt';
import type { AuthTestResponse } from '@slack/web-api';
import type { Route } from '../../flow/ports/http.ts';
import type { Log } from '../../flow/ports/log.ts';
import { createInstalled } from '../access/installed.ts';
import { createBoltLogger } from '../client/bolt-logger.ts';
import { interactiveClientOptions } from '../client/interactive-client.ts';
import type { SlackNeeds } from '../listeners/register.ts';
import { type BotIdentity, createBoltApp } from './bolt-app.ts';
import { createReceiver } from './http/receiver.ts';
import type { Connections } from './socket/connection-count.ts';
import { createSocketReceiver } from './socket/socket-receiver.ts';

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
  /** Where Slack posts to; undefined in Socket Mode, in which it posts nothing. */
  readonly route: Route | undefined;
  /** Checks the bot token, and opens the sockets in Socket Mode. Rejects when Slack refuses either. */
  start(): Promise<void>;
  /** Resolves when every listener is done; over HTTP the server has to be closed first. No socket is opened after it. */
  stop(): Promise<void>;
  /** How many sockets this process has open, and how many Slack counts; undefined over HTTP. */
  connections(): Connections | undefined;
}

export function createSlack(options: SlackOptions): Slack {
  const { credentials, log, needs } = options;
  const { apiUrl, appToken, botToken } = credentials;
  const logger = createBoltLogger(log);
  const installed = createInstalled({ log });
  let identity: BotIdentity = {};
  let scopes: ReadonlySet<string> | undefined;
  const checkToken = async ({ client }: App) => {
    const response = await client.auth.test({ token: botToken });
    identity = identityOf(response);
    scopes = new Set(response.response_metadata?.scopes);
    await installed.learn(response, (page) => client.auth.teams.list({ token: botToken, ...page }));
  };
  const clientOptions = interactiveClientOptions(apiUrl);
  const common = {
    botToken,
    identity: () => identity,
    scopes: () => scopes,
    clientOptions,
    installed,
    log,
    logger,
    needs,
  };
  if (appToken !== undefined) {
    const { receiver, sockets } = createSocketReceiver({ appToken, apiUrl, log, logger });
    const { app, drain } = createBoltApp({ ...common, receiver });
    return {
      mode: 'socket',
      route: undefined,
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
  const { receiver, route } = createReceiver({ signingSecret: credentials.signingSecret ?? '', log });
  const { app, drain } = createBoltApp({ ...common, receiver });
  return {
    mode: 'http',
    route,
    start: () => checkToken(app),
    stop: drain,
    connections: () => undefined,
  };
}

function identityOf({ bot_id: botId, user_id: botUserId }: AuthTestResponse): BotIdentity {
  return { ...(botId === undefined ? {} : { botId }), ...(botUserId === undefined ? {} : { botUserId }) };
}
