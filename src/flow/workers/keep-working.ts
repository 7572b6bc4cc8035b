import type { ClaimedBatch, ClaimedCard, Ledger, Log } from '../ports/ports.ts';
import { withTimeout } from '../timing/with-timeout.ts';
import { createHolders } from './holders.ts';
import { keepLeases } from './keep-leases.ts';
import { createWorker, type Work, type Worker } from './worker.ts';

/** A lease that ends never authorises a second request, so it may be short: it only says sooner that nobody knows. */
export const LEASE_MS = 15_000;
export const DELIVERY_LANES = 16;
const CARD_LANES = 4;
const POLL_MS = 1_000;
/** Heroku kills 30 s after its SIGTERM; what is still in flight then ends as `unknown`. */
const DRAIN_MS = 25_000;
const FLUSH_CARDS_MS = 2_000;

export interface KeepWorking {
  start(): void;
  /** A delivery changed: a card may be behind. */
  wakeCards(): void;
  /** A send was accepted here or elsewhere. */
  wakeAll(): void;
  /** Claims nothing more, finishes what is in flight, then shows what the cards still lack. */
  stop(): Promise<void>;
}

interface Needs {
  readonly ledger: Pick<Ledger, 'renewLeases' | 'expireLeases' | 'untilNextCard'>;
  readonly deliver: Work<ClaimedBatch>;
  readonly refreshCards: Work<ClaimedCard>;
  readonly worker: string;
  readonly leaseMs: number;
  readonly log: Log;
}

/** The hands of the process: lanes for deliveries and for cards, and the leases that say that they are alive. */
export function createKeepWorking({ ledger, deliver, refreshCards, worker, leaseMs, log }: Needs): KeepWorking {
  const holders = createHolders(worker);
  let deliveries: Worker | undefined;
  let cards: Worker | undefined;
  let leases: { stop(): void } | undefined;
  const wakeCards = () => cards?.wake();

  return {
    start() {
      leases = keepLeases({ ledger, held: holders.held, leaseMs, onChange: wakeCards, log });
      cards = createWorker({ work: refreshCards, lanes: CARD_LANES, pollMs: POLL_MS, holders, log });
      deliveries = createWorker({ work: deliver, lanes: DELIVERY_LANES, pollMs: POLL_MS, holders, log });
    },
    wakeCards,
    wakeAll() {
      deliveries?.wake();
      wakeCards();
    },
    async stop() {
      await withTimeout(DRAIN_MS, Promise.resolve(deliveries?.stop()));
      leases?.stop();
      await withTimeout(FLUSH_CARDS_MS, cardsShown(ledger)).catch(() => undefined);
      await withTimeout(FLUSH_CARDS_MS, Promise.resolve(cards?.stop()));
    },
  };
}

const LOOK_AGAIN_MS = 50;

async function cardsShown(ledger: Pick<Ledger, 'untilNextCard'>): Promise<void> {
  while ((await ledger.untilNextCard()) !== undefined)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
}
