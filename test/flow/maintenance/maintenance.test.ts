import { describe, expect, it, onTestFinished } from 'vitest';
import { createMaintenance, type MaintenanceTask } from '../../../src/flow/maintenance/maintenance.ts';
import type { Log } from '../../../src/flow/ports/log.ts';

const nothing = (): void => undefined;
const LOG: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A task that counts its runs, and says when there were so many. */
function counting(name: string, run: (runs: number) => Promise<unknown> = async () => undefined) {
  const waiting: { readonly runs: number; readonly resolve: () => void }[] = [];
  let runs = 0;
  const task: MaintenanceTask = {
    name,
    everyMs: 1,
    run() {
      runs += 1;
      for (const one of waiting) if (runs >= one.runs) one.resolve();
      return run(runs);
    },
  };
  const hasRun = (times: number) => new Promise<void>((resolve) => waiting.push({ runs: runs + times, resolve }));
  return { task, runs: () => runs, hasRun };
}

function start(tasks: readonly MaintenanceTask[], log = LOG) {
  const maintenance = createMaintenance(tasks, log);
  onTestFinished(() => maintenance.stop());
  maintenance.start();
  return maintenance;
}

describe('a long maintenance task', () => {
  it('learns that the process stops, which then waits for its end', async () => {
    const begun = Promise.withResolvers<AbortSignal>();
    const events: string[] = [];
    const task: MaintenanceTask = {
      name: 'long',
      everyMs: 1,
      async run(stopped) {
        begun.resolve(stopped);
        await new Promise((resolve) => stopped.addEventListener('abort', resolve, { once: true }));
        events.push('task ended');
      },
    };
    const maintenance = start([task]);
    const signal = await begun.promise;

    await maintenance.stop();
    events.push('stopped');

    expect(signal.aborted).toBe(true);
    expect(events).toEqual(['task ended', 'stopped']);
  });

  it('is not begun again before it ends, while the others go on, and then is', async () => {
    const ended = Promise.withResolvers<void>();
    const long = counting('long', () => ended.promise);
    const other = counting('other');
    start([long.task, other.task]);

    await other.hasRun(5);
    const runsMeanwhile = long.runs();
    ended.resolve();
    await long.hasRun(1);

    expect(runsMeanwhile).toBe(1);
  });
});

describe('a maintenance task that fails', () => {
  it('is in the log with its name, and runs again at its next time', async () => {
    const warned: object[] = [];
    const failing = counting('failing', () => Promise.reject(new Error('no ledger')));
    start([failing.task], { ...LOG, warn: (data: object) => void warned.push(data) });

    await failing.hasRun(2);

    expect(warned[0]).toMatchObject({ task: 'failing', err: { message: 'no ledger' } });
  });
});

describe('maintenance that was stopped', () => {
  it('begins nothing more', async () => {
    const stopped = counting('stopped');
    const maintenance = start([stopped.task]);
    await stopped.hasRun(1);
    await maintenance.stop();
    const runs = stopped.runs();

    const other = counting('other');
    start([other.task]);
    await other.hasRun(5);

    expect(stopped.runs()).toBe(runs);
  });
});
