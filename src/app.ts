import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { BackEdges, Backroom } from './backroom.ts';
import type { Config } from './config/config.ts';
import { createExplanations } from './core/explanations/explanation.ts';
import { createEarlyStore, type EarlyStore } from './early-store.ts';
import { createResumeSending } from './flow/account/resume-sending.ts';
import { createRequestSend } from './flow/send/request-send.ts';
import { createResolveUnknown } from './flow/send/resolve-unknown.ts';
import { createReviewSend } from './flow/send/review-send.ts';
import { createShowRequest } from './flow/send/show-request.ts';
import { createFindTemplates } from './flow/templates/find-templates.ts';
import { createRecentTemplates } from './flow/templates/recent-templates.ts';
import { toCome } from './flow/timing/to-come.ts';
import { withTimeout } from './flow/timing/with-timeout.ts';
import { createMetrics } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import { meaningOf } from './kaleyra/codes/code-meanings.ts';
import { createEncoding } from './kaleyra/request/encoding.ts';
import type { Logging } from './logging/logger.ts';
import { openTemplates, type Templates } from './open-templates.ts';
import { createRoutes } from './routes.ts';
import { createSlack, type Slack } from './slack/connection/slack-app.ts';
import { startPatiently } from './slack/connection/start-patiently.ts';

const FRONT_EDGES = { openTemplates, createSlack };

/** What makes each edge that can fail on its own. */
export type Edges = typeof FRONT_EDGES & BackEdges;

/** What a test may set: its own edges, and a lease in milliseconds that is short enough to wait for its end. */
export type Overrides = Partial<Edges> & { readonly leaseMs?: number };

export interface App {
  readonly mode: Slack['mode'];
  /**
   * Listens, and then opens the ledger and asks Slack, however long Slack is away. Rejects when the port is taken, the
   * ledger cannot be had, or Slack refuses the token.
   *
   * @returns the port that it listens on.
   */
  start(): Promise<number>;
  /** Takes no new work, lets what is under way finish, shows the cards and closes everything that opened in time. */
  stop(): Promise<void>;
}

/** Moves what waits behind the port. */
interface Wake {
  readonly all: () => void;
  readonly cards: () => void;
}

/** What waited at the port is acked before anything else takes the thread: asking Slack alone loads all of fetch. */
const BREATH_MS = 20;
/** How long everything else waits for Slack, so that a new process takes commands first. */
const HEAD_START_MS = 500;
/** A ledger may take as long to open as another process migrates it; the end of this one leaves it as it was. */
const LONGEST_OPENING_MS = 5_000;
/** A commit holds the whole thread: without this breath the ack before it reaches the person 2 ms later. */
const AFTER_ACK_MS = 1;

/**
 * Plugs the edges into the verbs. The front, which acks commands and opens forms, is plugged here and answers as soon as
 * `start` listens; the backroom with the ledger is opened after it, or when the first of the front's questions needs it.
 */
export async function createApp(config: Config, logging: Logging, overrides: Overrides = {}): Promise<App> {
  const { log } = logging;
  const edges = { ...FRONT_EDGES, ...overrides };
  let isStopped = false;
  const backroom = toCome(openBack);
  const store = createEarlyStore({
    ifOpen: () => backroom.ifOpen()?.store,
    open: async () => (await backroom.open()).store,
  });
  const metrics = createMetrics({
    backlog: store.ledger.backlog,
    currentPause: store.account.current,
    connections: () => slack.connections(),
  });
  const catalogue = await edges.openTemplates({
    path: config.values.TEMPLATES_FILE,
    account: config.kaleyra,
    cache: store.cache('templates'),
    log,
  });
  const wake: Wake = { all: () => backroom.ifOpen()?.wakeAll(), cards: () => backroom.ifOpen()?.wakeCards() };
  const slack = plugSlack(config, logging, edges, { store, catalogue, wake });
  const routes = createRoutes(config, logging, { catalogue, metrics, slack, store, wakeCards: wake.cards });
  const server = createHttpServer(routes, log);

  async function openBack(): Promise<Backroom> {
    // Loading it takes as long as everything before: not before the port answers.
    const { openBackroom } = await import('./backroom.ts');
    const opened = await openBackroom({ config, logging, metrics, overrides });
    if (!isStopped) {
      opened.start();
      catalogue.start();
    }
    return opened;
  }

  return {
    mode: slack.mode,
    async start() {
      const port = await server.listen(config.values.PORT, config.values.HOST);
      await pause(BREATH_MS);
      const connected = startPatiently(slack.start, () => isStopped, log);
      await withTimeout(HEAD_START_MS, connected);
      if (!isStopped) await Promise.all([connected, backroom.open().then(() => metrics.load())]);
      return port;
    },
    async stop() {
      isStopped = true;
      await Promise.all([server.close().then(() => slack.stop()), backroom.ifOpen()?.stop()]);
      await catalogue.close();
      // One that was still being opened is only closed: it never began to work.
      const came = await withTimeout(LONGEST_OPENING_MS, backroom.whateverCame());
      if (came.kind === 'done') await came.value?.close();
    },
  };
}

interface SlackParts {
  readonly store: EarlyStore;
  readonly catalogue: Templates;
  readonly wake: Wake;
}

function plugSlack(
  { values, senders, callback }: Config,
  { log, scrubber }: Logging,
  edges: Pick<Edges, 'createSlack'>,
  { store, catalogue, wake }: SlackParts,
): Slack {
  // Where reports go is added when a request leaves.
  const provider = createEncoding(undefined);
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
    concealment: scrubber,
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
    concealment: scrubber,
    onAccepted(order) {
      setTimeout(() => {
        wake.all();
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
      resumeSending: createResumeSending({ account: store.account, wakeAll: wake.all, log }),
      lookup: store.lookup,
      resolveUnknown: createResolveUnknown({ lookup: store.lookup, wakeCards: wake.cards, log }),
      explanations: createExplanations({ meaningOf, timeoutSeconds: values.KALEYRA_TIMEOUT_MS / 1_000 }),
      senders,
    },
  });
}
