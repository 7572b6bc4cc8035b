import { once } from 'node:events';
import { join } from 'node:path';
import type { Arm } from '../kills/kill-points.ts';
import { until } from '../wait.ts';
import type { BotOrder, BotReport, BotStart } from './bot-orders.ts';
import { openWarmPool, type Warm } from './warm-pool.ts';

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

/** Bots of the harness, each from a process that has loaded its code. */
export interface BotPool {
  start(order: Omit<BotStart, 'kind'>): Promise<Bot>;
  /** Ends every process that it ever started. */
  close(): void;
}

export async function openBotPool(size: number): Promise<BotPool> {
  const pool = await openWarmPool(join(import.meta.dirname, 'bot.ts'), size);
  return {
    start: async (order) => startBot(pool.take(), { kind: 'start', ...order }),
    close: pool.close,
  };
}

async function startBot({ child, lines, ...warm }: Warm, order: BotStart): Promise<Bot> {
  const reports = warm.reports as readonly BotReport[];
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
