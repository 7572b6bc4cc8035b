import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** How a program ended, and what it wrote. */
export interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, one after the other. */
  readonly said: string;
}

const MAX_MS = 60_000;
/** Half of what a short program does is compiling its code, which the last one has done already. */
const NODE_COMPILE_CACHE = join(import.meta.dirname, '../../node_modules/.cache/tests');

/**
 * Runs Node to its end in a process of its own.
 * @param args its flags, the program and the program's
 * @param env all that the program finds in its environment
 */
export function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { env: { NODE_COMPILE_CACHE, ...env }, timeout: MAX_MS },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr, said: stdout + stderr }),
    );
  });
}
