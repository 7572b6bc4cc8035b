import type { Log } from '../ports/ports.ts';
import { createRest } from './idle-backoff.ts';
import type { LeaseHolders } from './lease-holders.ts';

/** A kind of work that the ledger hands out piece by piece. */
export interface Work<Job> {
  readonly name: string;
  /** Whether claims of the same moment cost the ledger one: then all lanes ask at once, otherwise one after the other. */
  readonly claimsTogether?: boolean;
  /** Takes one piece under this name, or undefined when none is due. */
  claim(holder: string): Promise<Job | undefined>;
  /** @param takeNext may be called when only writing is left: the lane does one more piece meanwhile. */
  perform(job: Job, takeNext: () => void): Promise<void>;
  /** Milliseconds until a piece may be due; undefined when nothing is waiting. */
  untilNext(): Promise<number | undefined>;
}

export interface Worker {
  /** Something may be due: look now. */
  wake(): void;
  /** Takes no new work; resolves when what is under way is done. */
  stop(): Promise<void>;
}

interface Options<Job> {
  readonly work: Work<Job>;
  /** Most pieces under way at once. */
  readonly lanes: number;
  /** Slow look behind the wake-ups, for work that another process queued. */
  readonly pollMs: number;
  readonly holders: LeaseHolders;
  readonly log: Log;
}

const RETRY_CLAIM_MS = 1_000;

/**
 * Keeps up to `lanes` pieces under way. Unless they claim together, a lane that finds work opens the next lane before it
 * starts, so an idle process asks the ledger once, not `lanes` times.
 */
export function createWorker<Job>({ work, lanes, pollMs, holders, log }: Options<Job>): Worker {
  const running = createLanes(work.claimsTogether === true, lanes, () => runLane().catch(waitForLedger));
  const rest = createRest();
  let isStopped = false;
  let isLookDue = false;
  let lastFailure: unknown;
  let timer: NodeJS.Timeout | undefined;

  async function runLane(): Promise<void> {
    let last = Promise.resolve();
    try {
      while (!isStopped) {
        isLookDue = false;
        const holder = holders.create();
        const job = await work.claim(holder);
        // The clock is set when the lane is free: if it rang while all are taken, nobody would look.
        if (job === undefined) return await last.then(lookLater);
        rest.forget();
        running.more();
        const next = Promise.withResolvers<void>();
        const piece = performHeld({ work, holders, log }, job, holder, next.resolve);
        await Promise.race([piece, next.promise]);
        await last;
        last = piece;
        // Another lane has only just found that nothing is due: this one has no need to ask at once.
        if (rest.leftMs() > 0) return await last.then(lookAfterRest);
      }
    } finally {
      await last;
    }
  }

  async function lookLater(): Promise<void> {
    rest.begin();
    const nextMs = isLookDue ? 0 : await work.untilNext();
    // What woke it while it asked came too late for the answer.
    sleepFor(isLookDue ? rest.leftMs() : nextMs);
  }

  function waitForLedger(error: unknown): void {
    // Lanes that asked together hear of one failure.
    if (error !== lastFailure) log.error({ err: error, work: work.name }, 'the ledger gave no work');
    lastFailure = error;
    sleepFor(RETRY_CLAIM_MS);
  }

  function sleepFor(ms: number | undefined): void {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(running.more, Math.min(Math.max(ms ?? pollMs, 1), pollMs));
  }

  function lookAfterRest(): void {
    isLookDue = true;
    sleepFor(rest.leftMs());
  }

  function wake(): void {
    isLookDue = true;
    if (rest.leftMs() > 0) lookAfterRest();
    else running.more();
  }

  running.more();
  return {
    wake,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running.close();
    },
  };
}

/** Lanes that run until there is nothing for them; `more` opens one, or all that there is room for. Runs never reject. */
function createLanes(areOpenedTogether: boolean, most: number, run: () => Promise<void>) {
  const open = new Set<Promise<void>>();
  let isClosed = false;

  function openOne(): void {
    if (isClosed || open.size >= most) return;
    const lane = run().finally(() => open.delete(lane));
    open.add(lane);
  }

  return {
    more(): void {
      do openOne();
      while (areOpenedTogether && !isClosed && open.size < most);
    },
    /** Opens no more; resolves when all have ended. */
    async close(): Promise<void> {
      isClosed = true;
      while (open.size > 0) await Promise.all(open);
    },
  };
}

/** Holds the piece under its name until it is done. Never rejects. */
async function performHeld<Job>(
  { work, holders, log }: Pick<Options<Job>, 'work' | 'holders' | 'log'>,
  job: Job,
  holder: string,
  takeNext: () => void,
): Promise<void> {
  try {
    await holders.runAs(holder, () => work.perform(job, takeNext));
  } catch (error) {
    log.error({ err: error, work: work.name }, 'a piece of work broke');
  }
}
