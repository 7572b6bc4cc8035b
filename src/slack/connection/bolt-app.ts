import { App, type Logger, type Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import { createGate } from '../access/gate.ts';
import { createIsGuest, restrictGuests } from '../access/guests.ts';
import type { Installed } from '../access/installed.ts';
import { createMetadataSigning } from '../access/signed-metadata.ts';
import { errorFacts } from '../client/bolt-logger.ts';
import { createSlackFiles } from '../files/slack-files.ts';
import { createListeners, register, type SlackNeeds } from '../listeners/register.ts';
import { createInFlight } from './in-flight.ts';

export interface BoltApp {
  readonly app: App;
  /** Resolves when no listener is running. */
  drain(): Promise<void>;
}

/** Who the bot is in Slack. With both IDs, Bolt ignores the bot's own messages. */
export interface BotIdentity {
  readonly botId?: string;
  readonly botUserId?: string;
}

/** A Bolt app with every listener, for any receiver. It takes events at once, without a call to Slack. */
export function createBoltApp(options: {
  readonly botToken: string;
  /** Read at every event; empty until Slack has said it. */
  readonly identity?: () => BotIdentity;
  readonly receiver: Receiver;
  readonly clientOptions: WebClientOptions;
  /** The scopes that Slack says were granted; undefined until it has said so. */
  readonly scopes?: () => ReadonlySet<string> | undefined;
  /** Whose people may act. */
  readonly installed: Installed;
  readonly log: Log;
  readonly logger: Logger;
  readonly needs: SlackNeeds;
}): BoltApp {
  const { botToken, clientOptions, identity, installed, log, logger, needs, receiver, scopes } = options;
  const app = new App({
    // Given a token, Bolt would ask Slack whose it is and let every event wait for the response. A command has to be acked
    // before that, and the token is checked at the start.
    authorize: async () => ({ botToken, ...identity?.() }),
    receiver,
    clientOptions,
    logger,
    convoStore: false,
  });
  const inFlight = createInFlight();
  app.use(inFlight.track);
  app.use(createGate({ installed, strangers: needs.strangers, log }));
  app.use(createMetadataSigning(botToken));
  app.error(async (error) => {
    log.error(errorFacts(error.original ?? error), 'slack listener failed');
    // Without this, the request would be answered only after three seconds.
    throw error;
  });
  const isGuest = createIsGuest({ ask: (user) => app.client.users.info({ token: botToken, user }), log });
  const files = createSlackFiles({ botToken, clientOptions, logger, scopes });
  register(app, createListeners({ ...needs, ...restrictGuests(needs, isGuest), files, isGuest, log }));
  return { app, drain: inFlight.drain };
}
