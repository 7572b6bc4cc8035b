import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotOrder, BotReport, BotStart } from './bot-orders.ts';
import type { Arm } from './kill-points.ts';
import { until } from './wait.ts';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Generous, because many start at once on a machine that may be busy. */
const START_MS = 180_000;

/** One bot process. */
export interface Bot {
  readonly port: number;
  readonly pid: number;
  readonly isAlive: boolean;
  /** Undefined while it lives. */
  readonly ending: Ending | undefined;
  /** Where it killed itself; undefined when it did not. */
  readonly killedAt: string | undefined;
  readonly output: string;
  arm(arm: Arm): void;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ending>;
}

interface Warm {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly reports: BotReport[];
}

/** Processes that have loaded their code and wait for their orders, so that a restart costs no second. */
export interface BotPool {
  start(order: Omit<BotStart, 'kind'>): Promise<Bot>;
  /** Ends every process that it ever started. */
  close(): void;
}

export function createBotPool(size: number): BotPool {
  const program = join(import.meta.dirname, 'bot.ts');
  // Most of a run goes into starting processes, so the code is compiled once for all of them.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'chaos-compiled') };
  const children = new Set<ChildProcess>();
  const waiting: Warm[] = [];

  function warmUp(): Warm {
    const child = fork(program, [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env });
    const warm: Warm = { child, lines: [], reports: [] };
    children.add(child);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => warm.lines.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => warm.lines.push(text));
    child.on('message', (report: BotReport) => warm.reports.push(report));
    child.once('exit', () => children.delete(child));
    return warm;
  }

  for (let index = 0; index < size; index++) waiting.push(warmUp());
  return {
    async start(order) {
      const warm = waiting.shift() ?? warmUp();
      waiting.push(warmUp());
      return startBot(warm, { kind: 'start', ...order });
    },
    close() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

async function startBot({ child, lines, reports }: Warm, order: BotStart): Promise<Bot> {
  let ending: Ending | undefined;
  const ended = once(child, 'close').then(([code, signal]): Ending => {
    ending = { code, signal };
    return ending;
  });
  const send = (order: BotOrder): void => {
    if (child.connected) child.send(order);
  };
  await until(
    'a process that has loaded its code',
    () => reports.some(({ kind }) => kind === 'warm') || ending,
    START_MS,
  );
  send(order);
  const ready = await until(
    'a bot that listens',
    () => {
      if (ending !== undefined) throw new Error(`a bot ended while it started: ${lines.join('').slice(-2_000)}`);
      return reports.find((report) => report.kind === 'ready');
    },
    START_MS,
  );
  return {
    port: ready.port,
    pid: child.pid ?? 0,
    ended,
    get ending() {
      return ending;
    },
    get isAlive() {
      return ending === undefined && child.exitCode === null && child.signalCode === null;
    },
    get killedAt() {
      return /"killedAt":"([^"]+)"/.exec(lines.join(''))?.[1];
    },
    get output() {
      return lines.join('');
    },
    arm: (arm) => send({ kind: 'arm', arm }),
    signal: (signal) => void child.kill(signal),
  };
}
