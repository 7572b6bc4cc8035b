import { App, type Logger, type Receiver } from '@slack/bolt';
import type { FetchFunction, WebClientOptions } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import { createGate } from '../access/gate.ts';
import { createIsGuest, guarded } from '../access/guests.ts';
import type { Installed } from '../access/installed.ts';
import { errorFacts } from '../client/bolt-logger.ts';
import { createListeners, register, type SlackNeeds } from '../listeners/register.ts';
import { createInFlight } from './in-flight.ts';

export interface BoltApp {
  readonly app: App;
  /** Resolves when no listener runs any more. */
  drain(): Promise<void>;
}

/** Who the bot is in Slack. With both, Bolt leaves out what the bot itself wrote. */
export interface BotIdentity {
  readonly botId?: string;
  readonly botUserId?: string;
}

/** A Bolt app with every listener registered, behind any receiver. It takes events at once, and asks Slack nothing. */
export function createBoltApp(options: {
  readonly botToken: string;
  /** Asked at every event; empty until Slack said it. */
  readonly identity?: () => BotIdentity;
  readonly receiver: Receiver;
  readonly clientOptions: WebClientOptions;
  /** Whose people may act. */
  readonly installed: Installed;
  readonly log: Log;
  readonly logger: Logger;
  readonly needs: SlackNeeds;
}): BoltApp {
  const { botToken, clientOptions, identity, installed, log, logger, needs, receiver } = options;
  const app = new App({
    // Given a token, Bolt asks Slack whose it is and lets every event wait for the answer. A command needs no answer to be
    // acked, and whether the token is good is asked by who starts.
    authorize: async () => ({ botToken, ...identity?.() }),
    receiver,
    clientOptions,
    logger,
    convoStore: false,
  });
  const inFlight = createInFlight();
  app.use(inFlight.track);
  app.use(createGate({ installed, log }));
  app.error(async (error) => {
    log.error(errorFacts(error.original ?? error), 'slack listener failed');
    // Swallowed here, the request would wait three seconds and end as "not found".
    throw error;
  });
  const isGuest = createIsGuest({ ask: (user) => app.client.users.info({ token: botToken, user }), log });
  register(app, createListeners({ ...needs, ...guarded(needs, isGuest), log }));
  return { app, drain: inFlight.drain };
}

const INTERACTIVE_TIMEOUT_MS = 2_500;
/** Answers through a `response_url` have no clock of their own: one that hangs would hold the stop for minutes. */
const ANSWER_TIMEOUT_MS = 5_000;

/**
 * How listeners talk to Slack. Within the life of a `trigger_id` there is no time for a second try, and a try that timed
 * out may have worked. No `headers`: the client writes its token into that object and Bolt shares it between workspaces.
 */
export function interactiveClientOptions(apiUrl: string, answerTimeoutMs = ANSWER_TIMEOUT_MS): WebClientOptions {
  const fetchInTime: FetchFunction = (input, init) =>
    fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(answerTimeoutMs) });
  return {
    slackApiUrl: apiUrl,
    fetch: fetchInTime,
    timeout: INTERACTIVE_TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
}
