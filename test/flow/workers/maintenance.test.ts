import { describe, expect, it } from 'vitest';
import { createMaintenance, type MaintenanceTask } from '../../../src/flow/maintenance/maintenance.ts';

const nothing = (): void => undefined;
const LOG = { debug: nothing, info: nothing, warn: nothing, error: nothing };

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
    const maintenance = createMaintenance([task], LOG);
    maintenance.start();
    const signal = await begun.promise;

    await maintenance.stop();
    events.push('stopped');

    expect(signal.aborted).toBe(true);
    expect(events).toEqual(['task ended', 'stopped']);
  });
});
