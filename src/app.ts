import { randomBytes, randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import { type FileCatalogue, openFileCatalogue } from './catalogue/file-catalogue.ts';
import type { Config } from './config.ts';
import { createDeliverBatch } from './flow/deliver-batch.ts';
import { createKeepWorking, type KeepWorking, LEASE_MS } from './flow/keep-working.ts';
import type { Provider, ShowCard } from './flow/ports.ts';
import { createReadiness } from './flow/readiness.ts';
import { createRecordStatus } from './flow/record-status.ts';
import { createRefreshCards } from './flow/refresh-card.ts';
import { createRequestSend } from './flow/request-send.ts';
import { createReviewSend } from './flow/review-send.ts';
import { createTakeReport } from './flow/take-report.ts';
import { healthRoutes } from './http/health-routes.ts';
import { createHttpServer, type HttpServer, type Route } from './http/server.ts';
import { STATUS_PATH, statusRoute } from './http/status-route.ts';
import { readCallback } from './kaleyra/callback.ts';
import { createKaleyra } from './kaleyra/provider.ts';
import type { Logging } from './logging/logger.ts';
import { createReadNumber } from './numbering/read-number.ts';
import { createBoltLogger } from './slack/bolt-logger.ts';
import { createPostingClient } from './slack/clients.ts';
import { createShowCard } from './slack/show-card.ts';
import { createSlack, type Slack } from './slack/slack-app.ts';
import { startPatiently } from './slack/start-patiently.ts';
import { openStore, type Store } from './store/open-store.ts';

/** What makes each edge that can fail on its own; a test puts something of its own in the place of one. */
const EDGES = { openStore, openFileCatalogue, createKaleyra, createShowCard, createSlack };
export type Edges = typeof EDGES;

/** What a test may set: its own edges, and a lease in milliseconds that is short enough to wait for its end. */
export type Overrides = Partial<Edges> & { readonly leaseMs?: number };

export interface App {
  readonly mode: Slack['mode'];
  /** @returns the port that it listens on. */
  start(): Promise<number>;
  /** Takes no new work, lets what is under way finish, shows the cards and closes everything. */
  stop(): Promise<void>;
}

/** The outside world, opened. */
interface Outside {
  readonly store: Store;
  readonly catalogue: FileCatalogue;
  readonly provider: Provider & { close(): Promise<void> };
  readonly showCard: ShowCard;
}

/** Plugs the edges into the verbs. Nothing listens and nothing is sent before `start`. */
export async function createApp(config: Config, logging: Logging, overrides: Overrides = {}): Promise<App> {
  const { leaseMs = LEASE_MS, ...replaced } = overrides;
  const edges = { ...EDGES, ...replaced };
  const outside = await openOutside(config, logging, edges, leaseMs);
  const working = plugWork(outside, logging, leaseMs);
  outside.store.onWork(working.wakeAll);
  const slack = plugSlack(config, logging, edges, outside, working);
  const server = plugServer(config, logging, outside, working, slack);

  let isStopped = false;

  return {
    mode: slack.mode,
    async start() {
      working.start();
      const port = await server.listen(config.values.PORT, config.values.HOST);
      await startPatiently(slack.start, () => isStopped, logging.log);
      return port;
    },
    async stop() {
      isStopped = true;
      await Promise.all([server.close().then(() => slack.stop()), working.stop()]);
      outside.catalogue.close();
      await outside.provider.close();
      await outside.store.close();
    },
  };
}

async function openOutside(
  { values, callback }: Config,
  { log }: Logging,
  edges: Edges,
  leaseMs: number,
): Promise<Outside> {
  const store = await edges.openStore({
    url: values.DATABASE_URL,
    messagesPerSecond: values.KALEYRA_MESSAGES_PER_SECOND,
    leaseMs,
    log,
  });
  const catalogue = await edges.openFileCatalogue({ path: values.TEMPLATES_FILE, log });
  const provider = edges.createKaleyra({
    origin: values.KALEYRA_API_DOMAIN,
    sid: values.KALEYRA_SID,
    apiKey: values.KALEYRA_API_KEY,
    timeoutMs: values.KALEYRA_TIMEOUT_MS,
    callback: callback && {
      url: `${callback.publicUrl}${STATUS_PATH}${callback.secrets[0]}`,
      tokenRides: callback.tokenRides,
    },
    log,
  });
  const logger = createBoltLogger(log);
  const client = createPostingClient({ botToken: values.SLACK_BOT_TOKEN, apiUrl: values.SLACK_API_URL, logger });
  return {
    store,
    catalogue,
    provider,
    showCard: edges.createShowCard({ client, log, answerTimeoutMs: values.KALEYRA_TIMEOUT_MS }),
  };
}

function plugWork({ store, provider, showCard }: Outside, { log, scrubber }: Logging, leaseMs: number): KeepWorking {
  const { ledger } = store;
  const worker = randomUUID();
  const working: KeepWorking = createKeepWorking({
    ledger,
    deliver: createDeliverBatch({
      ledger,
      provider,
      worker,
      conceal: scrubber.remember,
      onChange: () => working.wakeCards(),
      random: Math.random,
      log,
    }),
    refreshCards: createRefreshCards({ ledger, showCard, log }).workOf(worker),
    worker,
    leaseMs,
    log,
  });
  return working;
}

function plugSlack(
  { values, senders, callback }: Config,
  { log, scrubber }: Logging,
  edges: Edges,
  { store, catalogue, provider }: Outside,
  working: KeepWorking,
): Slack {
  const reportsExpected = callback !== undefined;
  const reviewSend = createReviewSend({
    catalogue,
    readNumber: createReadNumber({ defaultCountry: values.DEFAULT_COUNTRY }),
    provider,
    drafts: store.drafts,
    senders: senders.map((sender) => sender.number),
    reportsExpected,
    newDraftId: randomUUID,
    conceal: scrubber.remember,
    log,
  });
  const requestSend = createRequestSend({
    ledger: store.ledger,
    drafts: store.drafts,
    recipientsPerRequest: values.KALEYRA_RECIPIENTS_PER_REQUEST,
    reportsExpected,
    auditChannel: values.AUDIT_CHANNEL,
    newSendId: ulid,
    newToken: () => randomBytes(16).toString('base64url'),
    onAccepted: working.wakeAll,
    log,
  });
  return edges.createSlack({
    credentials: {
      botToken: values.SLACK_BOT_TOKEN,
      signingSecret: values.SLACK_SIGNING_SECRET,
      appToken: values.SLACK_APP_TOKEN,
      apiUrl: values.SLACK_API_URL,
    },
    log,
    needs: { catalogue, reviewSend, requestSend, senders },
  });
}

function plugServer(
  { callback }: Config,
  { log }: Logging,
  { store: { ledger } }: Outside,
  working: KeepWorking,
  slack: Slack,
): HttpServer {
  const takeReport = createTakeReport({
    readReport: readCallback,
    recordStatus: createRecordStatus({ ledger, onChange: working.wakeCards, log }),
    log,
  });
  const slackEvents: Route = { methods: ['POST'], path: '/slack/events', handle: slack.requestListener };
  return createHttpServer(
    [
      ...(slack.mode === 'http' ? [slackEvents] : []),
      ...(callback === undefined ? [] : [statusRoute({ secrets: callback.secrets, takeReport })]),
      ...healthRoutes(createReadiness(ledger)),
    ],
    log,
  );
}
