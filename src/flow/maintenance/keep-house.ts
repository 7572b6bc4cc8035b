import type { Log } from '../ports/ports.ts';

/** Something small that is due over and over; run by every process, so it has to be harmless when two run it. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<unknown>;
}

export interface KeepHouse {
  start(): void;
  /** Begins nothing more and resolves when what is under way is done. */
  stop(): Promise<void>;
}

export function createKeepHouse(chores: readonly Chore[], log: Log): KeepHouse {
  const timers: NodeJS.Timeout[] = [];
  const underWay = new Map<string, Promise<unknown>>();

  function begin({ name, run }: Chore): void {
    if (underWay.has(name)) return;
    const done = run()
      .catch((error: unknown) => log.warn({ err: error, chore: name }, 'a chore is put off'))
      .finally(() => underWay.delete(name));
    underWay.set(name, done);
  }

  return {
    start() {
      for (const chore of chores) timers.push(setInterval(begin, chore.everyMs, chore));
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay.values());
    },
  };
}
