import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Ends bots that outlive the sandbox. */
export interface OrphanGuard {
  /** Ends this process when the sandbox is gone. */
  watch(pid: number): void;
  /** It has ended by itself. */
  forget(pid: number): void;
  /** Ends the guard. */
  end(): void;
}

const WATCHDOG = fileURLToPath(new URL('watchdog.ts', import.meta.url));

export function createOrphanGuard(): OrphanGuard {
  let input: Writable | undefined;
  return {
    watch(pid) {
      input ??= startWatchdog();
      input.write(`+${pid}\n`);
    },
    forget: (pid) => input?.write(`-${pid}\n`),
    end: () => input?.end(),
  };
}

function startWatchdog(): Writable {
  const watchdog = spawn(process.execPath, [WATCHDOG], { stdio: ['pipe', 'ignore', 'ignore'], env: {} });
  watchdog.unref();
  // When the watchdog itself is ended, the sandbox goes on.
  watchdog.on('error', () => undefined);
  watchdog.stdin.on('error', () => undefined);
  return watchdog.stdin;
}
