import { randomBytes, randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import type { Config } from './config.ts';
import { createChores } from './flow/chores.ts';
import { createDeliverBatch } from './flow/deliver-batch.ts';
import { createFindTemplates } from './flow/find-templates.ts';
import { inTime } from './flow/in-time.ts';
import { createKeepHouse, type KeepHouse } from './flow/keep-house.ts';
import { createKeepWorking, type KeepWorking, LEASE_MS } from './flow/keep-working.ts';
import { createRecentTemplates } from './flow/recent-templates.ts';
import { createRefreshCards } from './flow/refresh-card.ts';
import { createRequestSend } from './flow/request-send.ts';
import { createResumeSending } from './flow/resume-sending.ts';
import { createReviewSend } from './flow/review-send.ts';
import { createShowRequest } from './flow/show-request.ts';
import { createTakeWord } from './flow/take-word.ts';
import { createWatchAccount } from './flow/watch-account.ts';
import { createHttpServer } from './http/server.ts';
import type { Logging } from './logging/logger.ts';
import { EDGES, type Outside, openOutside } from './outside.ts';
import { createRoutes } from './routes.ts';
import type { Slack } from './slack/slack-app.ts';
import { startPatiently } from './slack/start-patiently.ts';

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

/** How long everything else waits for Slack, so that a new process takes commands first. */
const HEAD_START_MS = 500;
/** A commit holds the whole thread: without this breath the ack before it reaches the person 2 ms later. */
const AFTER_ACK_MS = 1;

/** Plugs the edges into the verbs. Nothing listens and nothing is sent before `start`. */
export async function createApp(config: Config, logging: Logging, overrides: Overrides = {}): Promise<App> {
  const { leaseMs = LEASE_MS, ...replaced } = overrides;
  const edges = { ...EDGES, ...replaced };
  const outside = await openOutside(config, logging, edges, leaseMs);
  const working = plugWork(config, outside, logging, leaseMs);
  const house = plugHouse(outside, working, logging);
  outside.store.onWork(working.wakeAll);
  const slack = plugSlack(config, logging, edges, outside, working);
  const server = createHttpServer(createRoutes(config, logging, outside, working, slack), logging.log);

  let isStopped = false;

  function startWork(): void {
    working.start();
    house.start();
    outside.catalogue.start();
  }

  return {
    mode: slack.mode,
    async start() {
      const port = await server.listen(config.values.PORT, config.values.HOST);
      const connected = startPatiently(slack.start, () => isStopped, logging.log);
      await inTime(HEAD_START_MS, connected);
      if (!isStopped) startWork();
      await outside.metrics.load();
      await connected;
      return port;
    },
    async stop() {
      isStopped = true;
      await Promise.all([server.close().then(() => slack.stop()), working.stop(), house.stop()]);
      await outside.catalogue.close();
      await outside.provider.close();
      await outside.store.close();
    },
  };
}

function plugWork(
  { values }: Config,
  { store, provider, showCard }: Outside,
  { log, scrubber }: Logging,
  leaseMs: number,
): KeepWorking {
  const { ledger } = store;
  const worker = randomUUID();
  const working: KeepWorking = createKeepWorking({
    ledger,
    deliver: createDeliverBatch({
      ledger,
      provider,
      watchAccount: createWatchAccount({ account: store.account, auditChannel: values.AUDIT_CHANNEL, log }),
      conceal: scrubber.remember,
      onChange: () => working.wakeCards(),
      random: Math.random,
      log,
    }),
    refreshCards: createRefreshCards({ ledger, showCard, log }).work,
    worker,
    leaseMs,
    log,
  });
  return working;
}

function plugHouse({ store, probe }: Outside, working: KeepWorking, { log }: Logging): KeepHouse {
  const { account, sweep } = store;
  const { wakeAll, wakeCards } = working;
  return createKeepHouse(createChores({ account, sweep, probe, wakeAll, wakeCards, log }), log);
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
    // The world's numbering plans are large: the first review waits for them, and no start.
    async loadNumbering() {
      const { createReadNumber } = await import('./numbering/read-number.ts');
      return createReadNumber({ defaultCountry: values.DEFAULT_COUNTRY });
    },
    provider,
    drafts: store.drafts,
    findRepeats: store.ledger.findRepeats,
    senders: senders.map((sender) => sender.number),
    reportsExpected,
    newDraftId: randomUUID,
    conceal: scrubber.remember,
    log,
  });
  const recent = createRecentTemplates({ cache: store.cache('recent'), log });
  const requestSend = createRequestSend({
    ledger: store.ledger,
    drafts: store.drafts,
    recipientsPerRequest: values.KALEYRA_RECIPIENTS_PER_REQUEST,
    reportsExpected,
    auditChannel: values.AUDIT_CHANNEL,
    newSendId: ulid,
    newToken: () => randomBytes(16).toString('base64url'),
    onAccepted(order) {
      setTimeout(() => {
        working.wakeAll();
        void recent.remember(order);
      }, AFTER_ACK_MS);
    },
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
    needs: {
      catalogue,
      findTemplates: createFindTemplates({ catalogue, recent }),
      reviewSend,
      requestSend,
      showRequest: createShowRequest({
        drafts: store.drafts,
        provider,
        recipientsPerRequest: values.KALEYRA_RECIPIENTS_PER_REQUEST,
      }),
      resumeSending: createResumeSending({ account: store.account, onResumed: working.wakeAll, log }),
      records: store.records,
      takeWord: createTakeWord({ records: store.records, onChange: working.wakeCards, log }),
      timeoutSeconds: values.KALEYRA_TIMEOUT_MS / 1_000,
      senders,
    },
  });
}
