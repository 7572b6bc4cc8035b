import { type App, type Logger, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../flow/ports/ports.ts';
import { createInstalled } from '../access/installed.ts';
import { createBoltLogger, errorFacts } from '../client/bolt-logger.ts';
import type { SlackNeeds } from '../listeners/register.ts';
import { createBoltApp, interactiveClientOptions } from './bolt-app.ts';
import { createReceiver, type RequestListener } from './receiver.ts';

const SOCKET_TIMEOUT_MS = 10_000;
const LONGEST_RECONNECT_DELAY_MS = 30_000;

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
  /** Checks the bot token, and opens the socket in Socket Mode. Rejects when Slack refuses either. */
  start(): Promise<void>;
  /** Resolves when every listener is done; over HTTP the server has to be closed first. */
  stop(): Promise<void>;
}

export function createSlack(options: SlackOptions): Slack {
  const { credentials, log, needs } = options;
  const { appToken, botToken } = credentials;
  const logger = createBoltLogger(log);
  const clientOptions = interactiveClientOptions(credentials.apiUrl);
  const installed = createInstalled({ log });
  const checkToken = async ({ client }: App) => {
    const answer = await client.auth.test({ token: botToken });
    await installed.learn(answer, (page) => client.auth.teams.list({ token: botToken, ...page }));
  };
  const common = { botToken, clientOptions, installed, log, logger, needs };
  if (appToken !== undefined) {
    const receiver = createSocketReceiver(appToken, credentials.apiUrl, log, logger);
    const { app, drain } = createBoltApp({ ...common, receiver });
    return {
      mode: 'socket',
      requestListener: (_, response) => response.writeHead(404).end(),
      async start() {
        await checkToken(app);
        await app.start();
      },
      async stop() {
        await app.stop();
        await drain();
      },
    };
  }
  const { receiver, requestListener } = createReceiver({
    signingSecret: credentials.signingSecret ?? '',
    log,
    logger,
  });
  const { app, drain } = createBoltApp({ ...common, receiver });
  return { mode: 'http', requestListener, start: () => checkToken(app), stop: drain };
}

function createSocketReceiver(appToken: string, apiUrl: string, log: Log, logger: Logger): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger,
    installerOptions: { clientOptions: socketClientOptions(apiUrl) },
    // Not acked: Slack then tells the person that it did not work.
    processEventErrorHandler: async ({ error }) => {
      log.error(errorFacts(error), 'slack event failed');
      return false;
    },
  });
}

/** A socket client that is out of tries when the network blinks rejects where nobody can catch it: it never runs out. */
function socketClientOptions(apiUrl: string): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    timeout: SOCKET_TIMEOUT_MS,
    retryConfig: { forever: true, factor: 1.3, maxTimeout: LONGEST_RECONNECT_DELAY_MS },
  };
}
