import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readProcfile } from '../../procfile.ts';
import { until } from '../wait.ts';
import type { Bot, Ending } from './bot-process.ts';

const START_MS = 180_000;
const ROOT = join(import.meta.dirname, '../../..');

/** The program itself, started as the Procfile says. */
export async function startMain(environment: Readonly<Record<string, string>>): Promise<Bot> {
  const lines: string[] = [];
  let ending: Ending | undefined;
  const production = readProcfile();
  const child = spawn(process.execPath, [...production.flags, production.file], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...production.environment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  const stopAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', stopAtExit);
  const ended = once(child, 'close').then(([code, signal]): Ending => {
    process.removeListener('exit', stopAtExit);
    ending = { code, signal };
    return ending;
  });
  const port = await until(
    'a bot that listens',
    () => {
      if (ending !== undefined) throw new Error(`the bot ended while it started: ${lines.join('').slice(-2_000)}`);
      return Number(/"port":(\d+)[^\n]*"ready"/.exec(lines.join(''))?.[1] ?? 0) || undefined;
    },
    START_MS,
  );
  return {
    port,
    pid: child.pid ?? 0,
    ended,
    killedAt: undefined,
    get ending() {
      return ending;
    },
    get isAlive() {
      return ending === undefined && child.exitCode === null && child.signalCode === null;
    },
    get output() {
      return lines.join('');
    },
    arm: () => undefined,
    signal: (signal) => void child.kill(signal),
  };
}
