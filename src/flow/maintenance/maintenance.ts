import type { Log } from '../ports/ports.ts';

/** Something small that is due over and over; run by every process, so it has to be harmless when two run it. */
export interface MaintenanceTask {
  readonly name: string;
  readonly everyMs: number;
  /** @param stopped aborted when the process stops: a long task ends early */
  run(stopped: AbortSignal): Promise<unknown>;
}

export interface Maintenance {
  start(): void;
  /** Begins nothing more and resolves when what is under way is done. */
  stop(): Promise<void>;
}

export function createMaintenance(tasks: readonly MaintenanceTask[], log: Log): Maintenance {
  const timers: NodeJS.Timeout[] = [];
  const underWay = new Map<string, Promise<unknown>>();
  const stopping = new AbortController();

  function begin({ name, run }: MaintenanceTask): void {
    if (underWay.has(name)) return;
    const done = run(stopping.signal)
      .catch((error: unknown) => log.warn({ err: error, task: name }, 'maintenance task failed'))
      .finally(() => underWay.delete(name));
    underWay.set(name, done);
  }

  return {
    start() {
      for (const task of tasks) timers.push(setInterval(begin, task.everyMs, task));
    },
    async stop() {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay.values());
    },
  };
}
