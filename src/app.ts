import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from './config/config.ts';
import { createExplanations, type Explanations } from './core/explanations/explanation.ts';
import type { Numbering } from './core/recipients/recipient.ts';
import { createResumeSending } from './flow/account/resume-sending.ts';
import { createReadiness } from './flow/maintenance/readiness.ts';
import type { Route } from './flow/ports/http.ts';
import { createNoteNotOffered } from './flow/rules/not-offered.ts';
import { createFormDrafts } from './flow/send/form-drafts.ts';
import { createResolveUnknown } from './flow/send/resolve-unknown.ts';
import { createFindTemplates } from './flow/templates/find-templates.ts';
import { createRecentTemplates } from './flow/templates/recent-templates.ts';
import { timed } from './flow/timing/timed.ts';
import { createWorkFailures, type WorkFailures } from './flow/workers/work-failures.ts';
import { LEASE_MS } from './flow/workers/workers.ts';
import { healthRoutes } from './http/health.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import { callbackUrl } from './kaleyra/callback/address.ts';
import { meaningOf } from './kaleyra/codes/code-meanings.ts';
import { readOptOut } from './kaleyra/codes/opt-outs.ts';
import { createProbe } from './kaleyra/probe.ts';
import { createKaleyra } from './kaleyra/provider.ts';
import { createEncoding } from './kaleyra/request/encoding.ts';
import { createMarkSignature } from './kaleyra/request/mark-signature.ts';
import type { Logging } from './logging/logger.ts';
import { createLazyNumbering } from './numbering/lazy-numbering.ts';
import { plugApprovals } from './plug/approvals.ts';
import { callbackRoutes } from './plug/callbacks.ts';
import { openCatalogue } from './plug/catalogue.ts';
import { plugLists } from './plug/lists.ts';
import { plugOptOuts } from './plug/opt-outs.ts';
import { plugProveNumber } from './plug/prove-number.ts';
import { plugReplies } from './plug/replies.ts';
import { plugRules, type Rules } from './plug/rules.ts';
import { plugSends } from './plug/sends.ts';
import { plugWork } from './plug/work.ts';
import { createHidesText } from './slack/cards/hides-text.ts';
import { createShowCard } from './slack/cards/show-card.ts';
import { createBoltLogger } from './slack/client/bolt-logger.ts';
import { createPostingClient } from './slack/client/posting-client.ts';
import { createSlack, type Slack } from './slack/connection/slack-app.ts';
import { startWithRetries } from './slack/connection/start-with-retries.ts';
import { createPostReplies } from './slack/replies/post-replies.ts';
import { createRemindApprover } from './slack/rules/remind-approver.ts';
import { createTellPolicy } from './slack/rules/tell-policy.ts';
import { createLazyRules } from './store/lazy-rules.ts';
import { createLazyStore, type LazyStore, loadAndOpenStore } from './store/lazy-store.ts';

/** Commands that waited for the port are answered before the rest of the start keeps the thread busy. */
const ANSWER_FIRST_MS = 50;

const EDGES = { openStore: loadAndOpenStore, createKaleyra, createPostReplies, createShowCard, createSlack };

/** What makes each edge that can fail by itself. */
export type Edges = typeof EDGES;

/** What a test may set: edges of its own, and a lease in milliseconds that is short enough to wait for its end. */
export type Overrides = Partial<Edges> & { readonly leaseMs?: number };

export interface App {
  readonly mode: Slack['mode'];
  /**
   * Listens, then opens the ledger and connects to Slack, however long Slack is away. Rejects when the port is taken, the
   * ledger cannot be opened, or Slack refuses the token.
   *
   * @returns the port that it listens on.
   */
  start(): Promise<number>;
  /** Takes no new work, lets what is under way finish, shows the cards and closes everything that opened in time. */
  stop(): Promise<void>;
}

type Catalogue = Awaited<ReturnType<typeof openCatalogue>>;
type Work = ReturnType<typeof plugWork>;

/** What every part is made from. */
interface Base {
  readonly config: Config;
  readonly logging: Logging;
  readonly edges: Edges;
  readonly store: LazyStore;
  readonly explanations: Explanations;
  readonly leaseMs: number;
  readonly rules: Rules;
  readonly loadNumbering: () => Promise<Numbering>;
  /** What of the workers' work fails in the ledger. */
  readonly workFailures: WorkFailures;
  /** Has the workers look for new work, as soon as there are workers. */
  readonly wake: { readonly all: () => void; readonly cards: () => void };
}

/**
 * Creates the parts and plugs them. `start` starts them in order: the port first, so that commands are answered while the
 * ledger opens. `stop` stops them in reverse.
 */
export async function createApp(config: Config, logging: Logging, overrides: Overrides = {}): Promise<App> {
  const { values } = config;
  const { log } = logging;
  const { leaseMs = LEASE_MS, ...replaced } = overrides;
  const edges = { ...EDGES, ...replaced };
  let isStopped = false;
  let work: Work | undefined;
  const { DATABASE_URL: url, KALEYRA_MESSAGES_PER_SECOND: messagesPerSecond } = values;
  const { MIRROR_OPTOUTS: mirrorsOptOuts } = values;
  const ledger = { url, messagesPerSecond, leaseMs, mirrorsOptOuts, readOptOut, log };
  const store = createLazyStore(() => edges.openStore({ ...ledger, claimRules: rules.claimRules }));
  const rules = await plugRules({ config, logging, cache: store.cache });
  const loadNumbering = createLazyNumbering(values.DEFAULT_COUNTRY);
  const explanations = createExplanations({ meaningOf, timeoutSeconds: values.KALEYRA_TIMEOUT_MS / 1_000 });
  const wake = { all: () => work?.wakeAll(), cards: () => work?.wakeCards() };
  const workFailures = createWorkFailures();
  const made = { explanations, leaseMs, rules, loadNumbering, workFailures, wake };
  const base: Base = { config, logging, edges, store, ...made };
  const catalogue = await openCatalogue(base);
  const slack = plugSlack(base, catalogue);
  const metrics = createMetrics({
    backlog: store.whenOpen(({ ledger }) => ledger.backlog),
    currentPause: store.whenOpen(({ account }) => account.current),
    connections: slack.connections,
  });
  const server = createHttpServer(routesOf(base, catalogue, metrics, slack), log);

  async function startWork(): Promise<void> {
    const [opened] = await Promise.all([store.open(), rules.start()]);
    if (isStopped) return;
    work = plugWork({ ...base, ...createClients(base, metrics), store: opened, catalogue });
    work.start();
    catalogue.start();
    await metrics.load();
  }

  return {
    mode: slack.mode,
    async start() {
      const port = await server.listen(values.PORT, values.HOST);
      await pause(ANSWER_FIRST_MS);
      await Promise.all([startWithRetries(slack.start, () => isStopped, log), startWork()]);
      return port;
    },
    async stop() {
      isStopped = true;
      await Promise.all([server.close().then(slack.stop), work?.stop()]);
      rules.close();
      await Promise.all([catalogue.close(), work?.close()]);
      await store.close();
    },
  };
}

function plugSlack(base: Base, catalogue: Catalogue): Slack {
  const { config, logging, edges, store, explanations, loadNumbering, rules, wake } = base;
  const { values, senders, reportsExpected } = config;
  const { log } = logging;
  const { lookup, whenOpen } = store;
  // Where reports go is added when a request leaves.
  const provider = createEncoding(undefined, reportsExpected);
  const resume = whenOpen(({ account }) => account.resume);
  const recent = createRecentTemplates({ cache: store.cache('recent'), log });
  const lazyRules = createLazyRules(store);
  const optOuts = plugOptOuts({
    ...rules,
    mode: values.MODE,
    teamNumbers: values.TEAM_NUMBERS,
    ...lazyRules,
    loadNumbering,
    log,
  });
  const { changeOptOuts, mode } = optOuts;
  const { checkRules, decideSend } = plugApprovals(base);
  const lists = plugLists({ ...base, ...optOuts, ...rules, catalogue, provider, checkRules });
  const sends = plugSends({ ...base, ...optOuts, catalogue, provider, checkRules, recent });
  const { whyNotOffered } = rules;
  return edges.createSlack({
    credentials: config.slack,
    log,
    needs: {
      catalogue,
      findTemplates: createFindTemplates({ catalogue, recent, whyNotOffered }),
      noteNotOffered: createNoteNotOffered({ catalogue, whyNotOffered, log }),
      ...sends,
      formDrafts: createFormDrafts({ cache: store.cache('forms'), log }),
      resumeSending: createResumeSending({ account: { resume }, wakeAll: wake.all, log }),
      stopSend: lists.controlSend.stopSend,
      decideSend,
      lookup,
      resolveUnknown: createResolveUnknown({ lookup, wakeCards: wake.cards, log }),
      explanations,
      senders,
      mode,
      changeOptOuts,
      proveNumber: plugProveNumber({ ...base, ...optOuts, ...lazyRules, catalogue, provider }),
      strangers: rules.strangers,
      lists,
      replies: plugReplies({ ...base, ...optOuts, provider }),
    },
  });
}

/** Everything that our port answers. */
function routesOf(base: Base, catalogue: Catalogue, metrics: Metrics, slack: Slack): readonly Route[] {
  const { store, workFailures } = base;
  const readiness = createReadiness({
    ledger: { backlog: store.whenOpen(({ ledger }) => ledger.backlog) },
    account: { current: store.whenOpen(({ account }) => account.current) },
    ledgerProblem: store.ifOpen(({ ledgerHealth }) => ledgerHealth.lastProblem),
    workFailingMs: workFailures.longestMs,
    databaseTime: store.ifOpen(({ time }) => time),
    now: () => new Date(),
  });
  return [
    ...(slack.route === undefined ? [] : [slack.route]),
    ...callbackRoutes({ ...base, catalogue, countReply: metrics.countReply }),
    ...healthRoutes(readiness),
    metrics.route,
  ];
}

/** What calls Kaleyra and Slack for the workers. */
function createClients(
  { config, logging: { log }, edges, explanations, loadNumbering, rules }: Base,
  { observe }: Metrics,
) {
  const { kaleyra, callback } = config;
  const { botToken, apiUrl } = config.slack;
  const provider = edges.createKaleyra({
    ...kaleyra,
    callback: callback && {
      url: callbackUrl(callback),
      secrets: callback.secrets,
      tokenRides: callback.tokenRides,
      signMark: createMarkSignature(callback.secrets).sign,
    },
    log,
  });
  const client = createPostingClient({ botToken, apiUrl, logger: createBoltLogger(log) });
  const { AUDIT_CHANNEL: audit } = config.values;
  const hidesText = createHidesText(rules);
  const showCard = edges.createShowCard({
    client,
    explanations,
    senders: config.senders,
    messagesPerSecond: config.values.KALEYRA_MESSAGES_PER_SECOND,
    provider: createEncoding(undefined),
    loadNumbering,
    mode: config.values.MODE,
    hidesText,
    log,
  });
  return {
    provider: { ...provider, send: timed(provider.send, (outcome, ms) => observe('kaleyra', outcome, ms)) },
    showCard: timed(showCard, (outcome, ms) => observe('slack', outcome, ms)),
    postReplies: edges.createPostReplies({ client, hidesText, log }),
    probe: createProbe(kaleyra),
    remindApprover: createRemindApprover({ client, log }),
    tellPolicy: audit === undefined ? undefined : createTellPolicy({ client, channel: audit, log }),
  };
}
