import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

/** A process that loads its code, or has, and waits for its orders. */
export interface Warm {
  readonly child: ChildProcess;
  /** What it wrote so far. */
  readonly lines: string[];
  /** What it told so far. */
  readonly reports: unknown[];
}

/** Processes that load their code before they are needed, so that a restart costs no second. */
export interface WarmPool {
  take(): Warm;
  /** Ends every process that it ever started. */
  close(): void;
}

/** @param program the file that a process runs */
export async function openWarmPool(program: string, size: number): Promise<WarmPool> {
  // Much of a run goes into starting processes, so the code is put together and compiled once for all of them.
  const file = await bundle(program);
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'chaos-compiled') };
  const children = new Set<ChildProcess>();
  const waiting: Warm[] = [];

  function warmUp(): Warm {
    const child = fork(file, [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env });
    const warm: Warm = { child, lines: [], reports: [] };
    children.add(child);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => warm.lines.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => warm.lines.push(text));
    child.on('message', (report) => warm.reports.push(report));
    child.once('exit', () => children.delete(child));
    return warm;
  }

  for (let index = 0; index < size; index++) waiting.push(warmUp());
  return {
    take() {
      const warm = waiting.shift() ?? warmUp();
      waiting.push(warmUp());
      return warm;
    },
    close() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}
