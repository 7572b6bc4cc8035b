import type { Log } from '../ports/log.ts';

/** Something small that is due over and over; run by every process, so it has to be harmless when two run it. */
export interface MaintenanceTask {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<unknown>;
}

export interface Maintenance {
  start(): void;
  /** Begins nothing more and resolves when what is under way is done. */
  stop(): Promise<void>;
}

export function createMaintenance(tasks: readonly MaintenanceTask[], log: Log): Maintenance {
  const timers: NodeJS.Timeout[] = [];
  const underWay = new Map<string, Promise<unknown>>();

  function begin({ name, run }: MaintenanceTask): void {
    if (underWay.has(name)) return;
    const done = run()
      .catch((error: unknown) => log.warn({ err: error, task: name }, 'maintenance task failed'))
      .finally(() => underWay.delete(name));
    underWay.set(name, done);
  }

  return {
    start() {
      for (const task of tasks) timers.push(setInterval(begin, task.everyMs, task));
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay.values());
    },
  };
}
