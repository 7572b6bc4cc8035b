import type { Counter, Histogram, Registry } from 'prom-client';
import type { Pause } from '../core/account/pause.ts';
import type { Route } from '../flow/ports/http.ts';
import type { Backlog } from '../flow/ports/store/backlog.ts';
import type { ReplyOutcome } from '../flow/ports/store/replies/replies.ts';

type Upstream = 'kaleyra' | 'slack';

export interface Metrics {
  readonly route: Route;
  /** Loads the library, which takes 200 ms: no start waits for it. */
  load(): Promise<void>;
  /** How long an upstream took, and in one word how it ended. Nothing is counted before `load`. */
  observe(upstream: Upstream, outcome: string, ms: number): void;
  /** Counts a reply by how it found its send. Nothing is counted before `load`. */
  countReply(outcome: ReplyOutcome): void;
}

interface Needs {
  readonly backlog: () => Promise<Backlog>;
  readonly currentPause: () => Promise<Pause | undefined>;
  /** The connections over Socket Mode: those of this process, and those of the app that Slack counted at the last hello. */
  readonly connections?: () => { readonly opened: number; readonly counted: number | undefined } | undefined;
}

interface Loaded {
  readonly registry: Registry;
  readonly latency: Histogram<'upstream' | 'outcome'>;
  readonly replies: Counter<'result' | 'matched_by'>;
  readonly refresh: () => Promise<void>;
}

const LATENCY_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];

/** `/metrics` in Prometheus text. Labels are words of a fixed set, never people's data. */
export function createMetrics(needs: Needs): Metrics {
  let loaded: Loaded | undefined;

  return {
    async load() {
      loaded ??= await createRegistry(needs);
    },
    observe(upstream, outcome, ms) {
      loaded?.latency.observe({ upstream, outcome }, ms / 1_000);
    },
    countReply({ kind, matchedBy }) {
      loaded?.replies.inc({ result: kind, matched_by: matchedBy });
    },
    route: {
      methods: ['GET'],
      path: '/metrics',
      maxBodyBytes: 0,
      async handle() {
        if (loaded === undefined) return { status: 503 };
        await loaded.refresh();
        const { contentType } = loaded.registry;
        return { status: 200, headers: { 'content-type': contentType }, body: await loaded.registry.metrics() };
      },
    },
  };
}

async function createRegistry({ backlog, currentPause, connections }: Needs): Promise<Loaded> {
  const prometheus = await import('prom-client');
  const { collectDefaultMetrics, Gauge, Histogram: NewHistogram, Registry: NewRegistry } = prometheus;
  const registry = new NewRegistry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge<Label>({ name: `whatsapp_send_${name}`, help, labelNames, registers });

  const isUp = gauge('ledger_up', '1 when the ledger was read for this scrape.');
  const deliveries = gauge('deliveries', 'Deliveries in the ledger, by status.', ['status']);
  const oldestQueued = gauge(
    'oldest_queued_seconds',
    'How long the send that has waited longest has had no message leave.',
  );
  const cardsBehind = gauge('cards_behind', 'Cards in Slack that show less than the ledger knows.');
  const oldestCard = gauge('oldest_card_behind_seconds', 'How long the oldest such card has been behind.');
  const paused = gauge('paused', '1 while sending is paused for the account, by why and code.', ['kind', 'code']);
  const sockets = gauge(
    'slack_connections',
    'Connections over Socket Mode: those that this process holds, and those that Slack counts for the app.',
    ['counted_by'],
  );
  const latency = new NewHistogram({
    name: 'whatsapp_send_upstream_seconds',
    help: 'How long Kaleyra’s and Slack’s responses took, by how they ended.',
    labelNames: ['upstream', 'outcome'] as const,
    buckets: LATENCY_BUCKETS_S,
    registers,
  });
  const replies = new prometheus.Counter({
    name: 'whatsapp_send_replies_total',
    help: 'What recipients wrote or tapped: saved, known from before or too many to keep, by how it found its send.',
    labelNames: ['result', 'matched_by'] as const,
    registers,
  });

  function countConnections(): void {
    const found = connections?.();
    if (found === undefined) return;
    sockets.set({ counted_by: 'bot' }, found.opened);
    if (found.counted !== undefined) sockets.set({ counted_by: 'slack' }, found.counted);
  }

  async function refresh(): Promise<void> {
    countConnections();
    isUp.set(0);
    const [found, pause] = await Promise.all([backlog(), currentPause()]).catch(() => []);
    paused.reset();
    if (found === undefined) return;
    isUp.set(1);
    for (const [status, count] of Object.entries(found.deliveries)) deliveries.set({ status }, count);
    oldestQueued.set((found.oldestQueuedMs ?? 0) / 1_000);
    cardsBehind.set(found.cardsBehind);
    oldestCard.set((found.oldestCardBehindMs ?? 0) / 1_000);
    if (pause !== undefined) paused.set({ kind: pause.kind, code: pause.code }, 1);
  }

  return { registry, latency, replies, refresh };
}
