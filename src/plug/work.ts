import { randomUUID } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { createPauseOnRefusal } from '../flow/account/pause-on-refusal.ts';
import { createRefreshCard } from '../flow/cards/refresh-card.ts';
import { createMaintenance } from '../flow/maintenance/maintenance.ts';
import { createMaintenanceTasks } from '../flow/maintenance/maintenance-tasks.ts';
import { createReadBlocklistDaily, createTellBlocklist } from '../flow/opt-outs/mirror-opt-outs.ts';
import type { Log } from '../flow/ports/log.ts';
import type { RequestEncoder, RequestSender } from '../flow/ports/provider.ts';
import type { RemindApprover } from '../flow/ports/remind-approver.ts';
import type { Probe } from '../flow/ports/store/account.ts';
import type { PostReplies } from '../flow/ports/store/replies/reply-threads.ts';
import type { ShowCard } from '../flow/ports/store/show-cards.ts';
import type { TellPolicy } from '../flow/ports/tell-policy.ts';
import type { TemplateFinder } from '../flow/ports/templates.ts';
import { createPostReplies } from '../flow/replies/post-replies.ts';
import { createTellFaults } from '../flow/rules/tell-faults.ts';
import { createDeliverBatch } from '../flow/send/deliver-batch.ts';
import type { WorkFailures } from '../flow/workers/work-failures.ts';
import { createWorkers } from '../flow/workers/workers.ts';
import { createBlocklist } from '../kaleyra/blocklist/blocklist.ts';
import { meaningOf } from '../kaleyra/codes/code-meanings.ts';
import type { Logging } from '../logging/logger.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Store } from '../store/open-store.ts';
import type { Rules } from './rules.ts';

/** What tells Kaleyra's blocklist of people who said no; undefined where it is not told. */
export function plugMirror({ config, log, store }: Pick<Parts, 'config' | 'store'> & { readonly log: Log }) {
  if (!config.values.MIRROR_OPTOUTS) return undefined;
  const blocklist = createBlocklist(config.kaleyra);
  const needs = { ...store.rules, blocklist, cache: store.cache('blocklist'), log };
  const mirror = { tellBlocklist: createTellBlocklist(needs), readBlocklist: createReadBlocklistDaily(needs) };
  return { tasks: { mirror }, close: blocklist.close };
}

/** What the workers and the tasks work with, and on. */
interface Parts {
  readonly config: Config;
  readonly logging: Logging;
  readonly leaseMs: number;
  /** Has the workers look for new cards. */
  readonly wake: { readonly cards: () => void };
  readonly store: Store;
  readonly workFailures: Pick<WorkFailures, 'watch'>;
  readonly catalogue: TemplateFinder;
  readonly provider: RequestEncoder & RequestSender & { close(): Promise<void> };
  readonly showCard: ShowCard;
  readonly postReplies: PostReplies;
  readonly probe: Probe;
  readonly remindApprover: RemindApprover;
  /** Undefined without a channel to tell it. */
  readonly tellPolicy: TellPolicy | undefined;
  readonly rules: Pick<Rules, 'askRules' | 'roles' | 'ruleBook'>;
}

/** Plugs what works on the open ledger: the workers, and the tasks that come round. */
export function plugWork(parts: Parts) {
  const { config, logging, leaseMs, wake, store, catalogue, provider, showCard, postReplies, probe, remindApprover } =
    parts;
  const { askRules, roles, ruleBook } = parts.rules;
  const { log, scrubber } = logging;
  const ledger = watched(store.ledger, parts.workFailures);
  const workers = createWorkers({
    ledger,
    deliver: createDeliverBatch({
      ledger,
      provider,
      limits: config.flightLimits,
      pauseOnRefusal: createPauseOnRefusal({ ...store, auditChannel: config.values.AUDIT_CHANNEL, meaningOf, log }),
      concealment: scrubber,
      wakeCards: wake.cards,
      log,
    }),
    refreshCards: createRefreshCard({ ledger, showCard, log }),
    postReplies: createPostReplies({
      ledger: store.replies.threads,
      postReplies,
      inboxChannel: config.values.INBOX_CHANNEL,
      log,
    }),
    worker: randomUUID(),
    leaseMs,
    log,
  });
  const { wakeAll, wakeCards } = workers;
  const tell = parts.tellPolicy;
  const mirroring = plugMirror({ config, log, store });
  const needs = {
    ...store,
    ...workers,
    ...mirroring?.tasks,
    ...(tell && { tellFaults: createTellFaults({ policy: ruleBook, told: store.rules.toldFaults, tell }) }),
    probe,
    askRules,
    roles,
    ruleBook,
    remindApprover,
    templates: catalogue,
    senders: config.senders,
    meaningOf,
    log,
  };
  const maintenance = createMaintenance(createMaintenanceTasks(needs), log);
  store.onWork(wakeAll);
  return {
    wakeAll,
    wakeCards,
    start() {
      workers.start();
      maintenance.start();
    },
    stop: () => Promise.all([workers.stop(), maintenance.stop()]),
    close: () => Promise.all([provider.close(), mirroring?.close()]),
  };
}

/** The ledger as the workers have it, with what they claim and save watched. */
function watched(ledger: Ledger, { watch }: Pick<WorkFailures, 'watch'>): Ledger {
  return {
    ...ledger,
    claimBatch: watch(ledger.claimBatch),
    settleBatch: watch(ledger.settleBatch),
    requeueBatch: watch(ledger.requeueBatch),
    claimCard: watch(ledger.claimCard),
    saveCard: watch(ledger.saveCard),
  };
}
