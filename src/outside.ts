import type { Config } from './config.ts';
import type { Provider, ShowCard } from './flow/ports.ts';
import type { Probe } from './flow/probe-account.ts';
import { timed } from './flow/timed.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { STATUS_PATH } from './http/status-route.ts';
import { createProbe } from './kaleyra/probe.ts';
import { createKaleyra } from './kaleyra/provider.ts';
import type { Logging } from './logging/logger.ts';
import { openTemplates, type Templates } from './open-templates.ts';
import { createBoltLogger } from './slack/bolt-logger.ts';
import { createPostingClient } from './slack/clients.ts';
import { createShowCard } from './slack/show-card.ts';
import { createSlack } from './slack/slack-app.ts';
import { openStore, type Store } from './store/open-store.ts';

/** What makes each edge that can fail on its own; a test puts something of its own in the place of one. */
export const EDGES = { openStore, openTemplates, createKaleyra, createShowCard, createSlack };

/** The outside world, opened. */
export interface Outside {
  readonly store: Store;
  readonly catalogue: Templates;
  readonly provider: Provider & { close(): Promise<void> };
  readonly showCard: ShowCard;
  readonly probe: Probe;
  readonly metrics: Metrics;
}

/** Opens the database, the catalogue and the ways out; throws when one cannot be had. */
export async function openOutside(
  { values, callback }: Config,
  { log }: Logging,
  edges: typeof EDGES,
  leaseMs: number,
): Promise<Outside> {
  const store = await edges.openStore({
    url: values.DATABASE_URL,
    messagesPerSecond: values.KALEYRA_MESSAGES_PER_SECOND,
    leaseMs,
    log,
  });
  const account = {
    origin: values.KALEYRA_API_DOMAIN,
    sid: values.KALEYRA_SID,
    apiKey: values.KALEYRA_API_KEY,
    timeoutMs: values.KALEYRA_TIMEOUT_MS,
  };
  const catalogue = await edges.openTemplates({ path: values.TEMPLATES_FILE, account, store, log });
  const provider = edges.createKaleyra({
    ...account,
    callback: callback && {
      url: `${callback.publicUrl}${STATUS_PATH}${callback.secrets[0]}`,
      tokenRides: callback.tokenRides,
    },
    log,
  });
  const logger = createBoltLogger(log);
  const client = createPostingClient({ botToken: values.SLACK_BOT_TOKEN, apiUrl: values.SLACK_API_URL, logger });
  const metrics = createMetrics({ backlog: store.ledger.backlog, currentPause: store.account.current });
  const showCard = edges.createShowCard({ client, log, answerTimeoutMs: values.KALEYRA_TIMEOUT_MS });
  return {
    store,
    catalogue,
    provider: { ...provider, send: timed(provider.send, (outcome, ms) => metrics.observe('kaleyra', outcome, ms)) },
    probe: createProbe(account),
    showCard: timed(showCard, (outcome, ms) => metrics.observe('slack', outcome, ms)),
    metrics,
  };
}
