import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Usage {
  readonly rssMb: number;
  /** Processor seconds so far, of all threads. */
  readonly cpuSeconds: number;
}

/** A Node program under measurement, with its output in a file so that reading it costs no processor time. */
export interface Program {
  readonly pid: number;
  usage(): Usage;
  output(): string;
  /** Resolves when the output holds `text`; rejects when the program ends before. */
  says(text: string, timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 10;
const MAX_STOP_MS = 10_000;
let started = 0;
const running = new Set<Program>();

/** Ends what a failed row has left running. */
export async function stopPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.stop()));
}

export function startProgram(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Program {
  started += 1;
  const log = join(folder, `program-${started}.log`);
  const file = openSync(log, 'w');
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${args.join(' ')} did not start`);
  const output = () => readFileSync(log, 'utf8');
  const isOver = () => child.exitCode !== null || child.signalCode !== null;

  const program: Program = {
    pid,
    usage: () => usageOf(pid),
    output,
    async says(text, timeoutMs = 20_000) {
      const giveUpAt = performance.now() + timeoutMs;
      while (!output().includes(text)) {
        if (isOver()) throw new Error(`${args.join(' ')} ended: ${output().slice(-2_000)}`);
        if (performance.now() > giveUpAt) throw new Error(`${args.join(' ')} never said ${text}`);
        await pause(LOOK_EVERY_MS);
      }
    },
    async stop() {
      running.delete(program);
      await stop(child, isOver);
    },
  };
  running.add(program);
  return program;
}

async function stop(child: ChildProcess, isOver: () => boolean): Promise<void> {
  if (isOver()) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), MAX_STOP_MS);
  await gone;
  clearTimeout(timer);
}

const TICKS_PER_SECOND = 100;

function usageOf(pid: number): Usage {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): Usage {
  const rssKb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return { rssMb: rssKb / 1024, cpuSeconds: (user + system) / TICKS_PER_SECOND };
}

function fromPs(pid: number): Usage {
  const text = execFileSync('ps', ['-o', 'rss=,time=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  const [rssKb = '0', time = '0'] = text.split(/\s+/);
  const cpuSeconds = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
  return { rssMb: Number(rssKb) / 1024, cpuSeconds };
}
