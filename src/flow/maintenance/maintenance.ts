import type { Log } from '../ports/log.ts';

/** A small task that every process runs over and over, so it has to be harmless when two run it at once. */
export interface MaintenanceTask {
  readonly name: string;
  readonly everyMs: number;
  /** @param stopped aborted when the process stops: a long task ends early */
  run(stopped: AbortSignal): Promise<unknown>;
}

export interface Maintenance {
  start(): void;
  /** Starts no more runs, and resolves when those under way are done. */
  stop(): Promise<void>;
}

export function createMaintenance(tasks: readonly MaintenanceTask[], log: Log): Maintenance {
  const timers: NodeJS.Timeout[] = [];
  const underWay = new Map<string, Promise<unknown>>();
  const stopping = new AbortController();

  function run(task: MaintenanceTask): void {
    const { name } = task;
    if (underWay.has(name)) return;
    const done = task
      .run(stopping.signal)
      .catch((error: unknown) => log.warn({ err: error, task: name }, 'maintenance task failed'))
      .finally(() => underWay.delete(name));
    underWay.set(name, done);
  }

  return {
    start() {
      for (const task of tasks) timers.push(setInterval(run, task.everyMs, task));
    },
    async stop() {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay.values());
    },
  };
}
