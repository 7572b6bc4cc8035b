import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Ends bots that outlive the sandbox. */
export interface OrphanGuard {
  hold(pid: number): void;
  release(pid: number): void;
  drop(): void;
}

const WATCHDOG = fileURLToPath(new URL('watchdog.ts', import.meta.url));

export function createOrphanGuard(): OrphanGuard {
  let input: Writable | undefined;
  return {
    hold(pid) {
      input ??= startWatchdog();
      input.write(`+${pid}\n`);
    },
    release: (pid) => input?.write(`-${pid}\n`),
    drop: () => input?.end(),
  };
}

function startWatchdog(): Writable {
  const watchdog = spawn(process.execPath, [WATCHDOG], { stdio: ['pipe', 'ignore', 'ignore'], env: {} });
  watchdog.unref();
  // A watchdog that somebody ended takes nothing with it.
  watchdog.on('error', () => undefined);
  watchdog.stdin.on('error', () => undefined);
  return watchdog.stdin;
}
