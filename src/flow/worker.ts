import type { Holders } from './holders.ts';
import type { Log } from './ports.ts';

/** A kind of work that the ledger hands out piece by piece. */
export interface Work<Job> {
  readonly name: string;
  /** Takes one piece under this name, or undefined when none is due. */
  claim(holder: string): Promise<Job | undefined>;
  perform(job: Job): Promise<void>;
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
  readonly holders: Holders;
  readonly log: Log;
}

const RETRY_CLAIM_MS = 1_000;

/**
 * Keeps up to `lanes` pieces under way. A lane that finds work opens the next lane before it starts, so an idle
 * process asks the ledger once, not `lanes` times.
 */
export function createWorker<Job>({ work, lanes, pollMs, holders, log }: Options<Job>): Worker {
  const open = new Set<Promise<void>>();
  let isStopped = false;
  let isLookDue = false;
  let timer: NodeJS.Timeout | undefined;

  async function runLane(): Promise<void> {
    while (!isStopped) {
      isLookDue = false;
      const holder = holders.newName();
      const job = await work.claim(holder);
      if (job === undefined) {
        if (isLookDue) continue;
        return sleepUntil(await work.untilNext());
      }
      openLane();
      await perform(job, holder);
    }
  }

  async function perform(job: Job, holder: string): Promise<void> {
    holders.held.add(holder);
    try {
      await work.perform(job);
    } catch (error) {
      log.error({ err: error, work: work.name }, 'a piece of work broke');
    } finally {
      holders.held.delete(holder);
    }
  }

  function openLane(): void {
    if (isStopped || open.size >= lanes) return;
    const lane = runLane()
      .catch((error: unknown) => {
        log.error({ err: error, work: work.name }, 'the ledger gave no work');
        sleepUntil(RETRY_CLAIM_MS);
      })
      .finally(() => open.delete(lane));
    open.add(lane);
  }

  function sleepUntil(ms: number | undefined): void {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(openLane, Math.min(Math.max(ms ?? pollMs, 1), pollMs));
  }

  openLane();
  return {
    wake() {
      isLookDue = true;
      openLane();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      while (open.size > 0) await Promise.all(open);
    },
  };
}
