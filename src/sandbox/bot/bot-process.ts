import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { BotProcess } from '../protocol.ts';
import type { Leash } from './leash.ts';

/** One bot as its own process, started, stopped and killed as a platform would. */
export interface RunningBot {
  readonly origin: string;
  describe(): BotProcess;
  /** Resolves when it answers; throws with the end of its log when it does not. */
  start(): Promise<void>;
  /** SIGTERM, then SIGKILL when it takes longer than that. */
  stop(graceMs: number): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** The last lines that it wrote. */
  log(): readonly string[];
}

interface Needs {
  readonly name: string;
  readonly port: number;
  /** The folder of the bot's own checkout. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly leash: Leash;
  readonly changed: () => void;
  readonly onLine: (line: string) => void;
}

const KEPT_LINES = 1_000;
const START_MS = 15_000;
const POLL_MS = 25;

export function createBotProcess(needs: Needs): RunningBot {
  const { name, port, leash, changed } = needs;
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let ended = Promise.resolve();
  let state: BotProcess['state'] = 'stopped';
  let startedAt: string | undefined;
  const log = createLog(needs.onLine);

  function become(next: BotProcess['state']): void {
    state = next;
    changed();
  }

  function launch(): void {
    const process_ = spawn(process.execPath, ['src/main.ts'], {
      cwd: needs.root,
      env: needs.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    child = process_;
    ended = promise;
    startedAt = new Date().toISOString();
    log.follow(process_.stdout);
    log.follow(process_.stderr);
    const { pid } = process_;
    if (pid !== undefined) leash.hold(pid);
    process_.once('close', () => {
      if (pid !== undefined) leash.release(pid);
      child = undefined;
      startedAt = undefined;
      become('stopped');
      resolve();
    });
    process_.once('error', (error) => needs.onLine(`The bot cannot be started: ${error.message}`));
    become('starting');
  }

  async function untilHealthy(): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (child !== undefined && Date.now() < deadline) {
      if (await isHealthy(origin)) {
        become('running');
        return;
      }
      await wait(POLL_MS);
    }
    child?.kill('SIGKILL');
    throw new Error(`The bot did not start:\n${log.lines().slice(-20).join('\n')}`);
  }

  return {
    origin,
    describe: () => ({ name, state, pid: child?.pid, startedAt }),
    async start() {
      if (child !== undefined) return;
      launch();
      await untilHealthy();
    },
    async stop(graceMs) {
      child?.kill('SIGTERM');
      const timer = setTimeout(() => child?.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      child?.kill('SIGKILL');
      await ended;
    },
    log: log.lines,
  };
}

/** Keeps the last lines. */
function createLog(onLine: (line: string) => void) {
  let lines: readonly string[] = [];
  return {
    lines: () => lines,
    follow(stream: NodeJS.ReadableStream): void {
      createInterface({ input: stream }).on('line', (line) => {
        lines = [...lines, line].slice(-KEPT_LINES);
        onLine(line);
      });
    },
  };
}

async function isHealthy(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
