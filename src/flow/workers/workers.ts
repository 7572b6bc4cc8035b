import type { Log } from '../ports/log.ts';
import type { ClaimedBatch } from '../ports/store/deliver-batch.ts';
import type { LeaseLedger } from '../ports/store/leases.ts';
import type { ClaimedThread } from '../ports/store/replies/reply-threads.ts';
import type { CardQueue, ClaimedCard } from '../ports/store/show-cards.ts';
import { type Clock, systemClock } from '../timing/clock.ts';
import { withTimeout } from '../timing/with-timeout.ts';
import { startLeaseHeartbeat } from './lease-heartbeat.ts';
import { createLeaseHolders } from './lease-holders.ts';
import { createWorker, type Work, type Worker } from './worker.ts';

/** A lease that ends never authorises a second request, so it may be short: `unknown` is known sooner. */
export const LEASE_MS = 15_000;
const POLL_MS = 1_000;
/** Heroku kills a process 30 s after its SIGTERM; requests in flight then end as `unknown`. */
const MAX_DRAIN_MS = 25_000;
const MAX_FLUSH_CARDS_MS = 2_000;
const LOOK_AT_CARDS_EVERY_MS = 50;

export interface Workers {
  start(): void;
  /** A delivery changed, so a card may be behind. */
  wakeCards(): void;
  /** A send was accepted, or a reply was saved, here or by another process. */
  wakeAll(): void;
  /** Claims no more deliveries and finishes what is in flight, then lets the cards catch up. */
  stop(): Promise<void>;
}

interface Needs {
  readonly ledger: LeaseLedger & CardQueue;
  readonly deliver: Work<ClaimedBatch>;
  readonly refreshCards: Work<ClaimedCard>;
  /** Left out, no replies are posted. */
  readonly postReplies?: Work<ClaimedThread>;
  /** A name that no other process has. */
  readonly worker: string;
  readonly leaseMs: number;
  readonly log: Log;
  readonly clock?: Clock;
}

/** The workers of this process: one for deliveries, one for cards, one for replies, and the heartbeat of their leases. */
export function createWorkers(needs: Needs): Workers {
  const { ledger, deliver, postReplies, refreshCards, worker, leaseMs, log, clock = systemClock } = needs;
  const holders = createLeaseHolders(worker);
  let deliveries: Worker | undefined;
  let cards: Worker | undefined;
  let replies: Worker | undefined;
  let heartbeat: { stop(): void } | undefined;
  const wakeCards = () => cards?.wake();

  return {
    start() {
      heartbeat = startLeaseHeartbeat({
        ledger,
        activeHolders: holders.active,
        leaseMs,
        wakeCards,
        log,
        clock,
      });
      cards = createWorker({ work: refreshCards, pollMs: POLL_MS, holders, log, clock });
      if (postReplies !== undefined)
        replies = createWorker({ work: postReplies, pollMs: POLL_MS, holders, log, clock });
      deliveries = createWorker({ work: deliver, pollMs: POLL_MS, holders, log, clock });
    },
    wakeCards,
    wakeAll() {
      deliveries?.wake();
      replies?.wake();
      wakeCards();
    },
    async stop() {
      await withTimeout(MAX_DRAIN_MS, Promise.resolve(deliveries?.stop()), clock);
      heartbeat?.stop();
      // Without the ledger nothing can be shown; the next process shows it.
      await withTimeout(MAX_FLUSH_CARDS_MS, allCardsShown(ledger, clock), clock).catch(() => undefined);
      await withTimeout(MAX_FLUSH_CARDS_MS, Promise.all([cards?.stop(), replies?.stop()]), clock);
    },
  };
}

async function allCardsShown(ledger: CardQueue, clock: Clock): Promise<void> {
  while ((await ledger.untilNextCard()) !== undefined)
    await new Promise<void>((resolve) => clock.after(LOOK_AT_CARDS_EVERY_MS, resolve));
}
