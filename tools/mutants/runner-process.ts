import { type ChildProcess, fork } from 'node:child_process';
import { on, once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTree } from './copy-tree.ts';
import type { Order, OrderResult } from './orders.ts';

/** How long a runner may be silent: every test that ends in time is told, and a change may make one go round for ever. */
const SILENCE_MS = 60_000;

const MEMORY_FOLDER = '/dev/shm';

export interface Runner {
  /** A change with which no test ends counts as noticed. @throws when the runner itself breaks */
  run(order: Order): Promise<OrderResult>;
  close(): void;
}

/** Makes a copy of the tree, and starts a process in it that tries changes. */
export function createRunner(root: string): Runner {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  let child: ChildProcess | undefined;
  copyTree(root, folder);

  async function started(): Promise<ChildProcess> {
    if (child !== undefined) return child;
    // A group of its own, so that the tests' processes end with it.
    child = fork('tools/mutants/runner.ts', [], {
      cwd: folder,
      detached: true,
      // Databases of tests in memory: a disk makes them no other, only slower.
      env: { ...process.env, ...(existsSync(MEMORY_FOLDER) && { TMPDIR: MEMORY_FOLDER }) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    return child;
  }

  function end(): void {
    if (child?.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    child = undefined;
  }

  return {
    async run(order) {
      const runner = await started();
      const over = new AbortController();
      const timer = setTimeout(() => over.abort(), SILENCE_MS);
      const broke = (): void => void runner.emit('error', new Error(`a runner ended on a change of ${order.file}`));
      runner.once('exit', broke);
      runner.send(order);
      try {
        for await (const [said] of on(runner, 'message', { signal: over.signal })) {
          if (said !== 'alive') return said as OrderResult;
          timer.refresh();
        }
        throw new Error('a runner went silent');
      } catch (error) {
        end();
        if (!over.signal.aborted) throw error;
        writeFileSync(join(folder, order.file), order.before);
        return { by: 'a test that never ends', asked: 0, isTimeUp: false, broken: [] };
      } finally {
        clearTimeout(timer);
        runner.removeListener('exit', broke);
      }
    },
    close() {
      end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
