import { randomUUID } from 'node:crypto';
import type { Config } from './config/config.ts';
import { createExplanations } from './core/explanations/explanation.ts';
import { createPauseOnRefusal } from './flow/account/pause-on-refusal.ts';
import { createRefreshCard } from './flow/cards/refresh-card.ts';
import { createMaintenance } from './flow/maintenance/maintenance.ts';
import { createMaintenanceTasks } from './flow/maintenance/maintenance-tasks.ts';
import type { Probe } from './flow/ports/account.ts';
import type { Provider } from './flow/ports/provider.ts';
import type { ShowCard } from './flow/ports/show-cards.ts';
import { createDeliverBatch } from './flow/send/deliver-batch.ts';
import { timed } from './flow/timing/timed.ts';
import { createWorkers, LEASE_MS, type Workers } from './flow/workers/workers.ts';
import type { Metrics } from './http/metrics.ts';
import { STATUS_PATH } from './http/status-route.ts';
import { meaningOf } from './kaleyra/codes/code-meanings.ts';
import { createProbe } from './kaleyra/probe.ts';
import { createKaleyra } from './kaleyra/provider.ts';
import type { Logging } from './logging/logger.ts';
import { createShowCard } from './slack/cards/show-card.ts';
import { createBoltLogger } from './slack/client/bolt-logger.ts';
import { createPostingClient } from './slack/client/clients.ts';
import { openStore, type Store } from './store/open-store.ts';

/** What makes each edge behind the port that can fail on its own; a test puts something of its own in the place of one. */
const BACK_EDGES = { openStore, createKaleyra, createShowCard };

export type BackEdges = typeof BACK_EDGES;

/** What works behind the port: the ledger, the ways out, and those who send, show and tidy up. */
export interface Backroom extends Pick<Workers, 'wakeAll' | 'wakeCards'> {
  readonly store: Store;
  /** Begins to send. */
  start(): void;
  /** Takes no new work and lets what is under way finish; then shows the cards. */
  stop(): Promise<void>;
  /** Closes the ways out and the database. */
  close(): Promise<void>;
}

/** The ways out of this process. */
interface Outside {
  readonly provider: Provider & { close(): Promise<void> };
  readonly showCard: ShowCard;
  readonly probe: Probe;
}

interface Options {
  readonly config: Config;
  readonly logging: Logging;
  readonly metrics: Metrics;
  readonly overrides: Partial<BackEdges> & { readonly leaseMs?: number };
}

/** Opens the database and the ways out; throws when one cannot be had. Nothing is sent before `start`. */
export async function openBackroom({ config, logging, metrics, overrides }: Options): Promise<Backroom> {
  const { leaseMs = LEASE_MS, ...replaced } = overrides;
  const edges = { ...BACK_EDGES, ...replaced };
  const { values } = config;
  const store = await edges.openStore({
    url: values.DATABASE_URL,
    messagesPerSecond: values.KALEYRA_MESSAGES_PER_SECOND,
    leaseMs,
    log: logging.log,
  });
  const outside = openOutside(config, logging, metrics, edges);
  const workers = plugWork(config, store, outside, logging, leaseMs);
  const { wakeAll, wakeCards } = workers;
  const { account, maintenance } = store;
  const tasks = createMaintenanceTasks({
    account,
    maintenance,
    probe: outside.probe,
    wakeAll,
    wakeCards,
    log: logging.log,
  });
  const house = createMaintenance(tasks, logging.log);
  store.onWork(wakeAll);
  return {
    store,
    wakeAll,
    wakeCards,
    start() {
      workers.start();
      house.start();
    },
    async stop() {
      await Promise.all([workers.stop(), house.stop()]);
    },
    async close() {
      await outside.provider.close();
      await store.close();
    },
  };
}

function openOutside(
  { values, kaleyra, callback }: Config,
  { log }: Logging,
  metrics: Metrics,
  edges: BackEdges,
): Outside {
  const provider = edges.createKaleyra({
    ...kaleyra,
    callback: callback && {
      url: `${callback.publicUrl}${STATUS_PATH}${callback.secrets[0]}`,
      tokenRides: callback.tokenRides,
    },
    log,
  });
  const logger = createBoltLogger(log);
  const explanations = createExplanations({ meaningOf, timeoutSeconds: values.KALEYRA_TIMEOUT_MS / 1_000 });
  const client = createPostingClient({ botToken: values.SLACK_BOT_TOKEN, apiUrl: values.SLACK_API_URL, logger });
  const showCard = edges.createShowCard({ client, explanations, log });
  return {
    provider: { ...provider, send: timed(provider.send, (outcome, ms) => metrics.observe('kaleyra', outcome, ms)) },
    probe: createProbe(kaleyra),
    showCard: timed(showCard, (outcome, ms) => metrics.observe('slack', outcome, ms)),
  };
}

function plugWork(
  { values }: Config,
  { account, ledger }: Store,
  { provider, showCard }: Outside,
  { log, scrubber }: Logging,
  leaseMs: number,
): Workers {
  const workers: Workers = createWorkers({
    ledger,
    deliver: createDeliverBatch({
      ledger,
      provider,
      pauseOnRefusal: createPauseOnRefusal({ account, auditChannel: values.AUDIT_CHANNEL, meaningOf, log }),
      concealment: scrubber,
      wakeCards: () => workers.wakeCards(),
      random: Math.random,
      log,
    }),
    refreshCards: createRefreshCard({ ledger, showCard, log }),
    worker: randomUUID(),
    leaseMs,
    log,
  });
  return workers;
}
