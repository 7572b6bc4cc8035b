import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { BotProcess } from '../protocol.ts';
import { createFileWarnings } from './file-warnings.ts';
import type { OrphanGuard } from './orphan-guard.ts';

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
  /** As it is when the bot starts. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly orphanGuard: OrphanGuard;
  readonly changed: () => void;
  readonly onLine: (line: string) => void;
  /** How many sockets the bots hold; undefined when they are reached over HTTP. */
  readonly openSockets: () => number | undefined;
}

const MAX_LOG_LINES = 1_000;
const MAX_START_MS = 30_000;
const POLL_MS = 25;

export function createBotProcess(needs: Needs): RunningBot {
  const { name, port, orphanGuard, changed, openSockets } = needs;
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let ended = Promise.resolve();
  let state: BotProcess['state'] = 'stopped';
  let startedAt: string | undefined;
  const log = createLog(needs);

  function become(next: BotProcess['state']): void {
    state = next;
    changed();
  }

  function launch(): void {
    const process_ = spawn(process.execPath, ['src/start.js'], {
      cwd: needs.root,
      env: needs.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    [child, ended] = [process_, promise];
    startedAt = new Date().toISOString();
    log.follow(process_.stdout);
    log.follow(process_.stderr);
    const { pid } = process_;
    if (pid !== undefined) orphanGuard.watch(pid);
    process_.once('close', () => {
      if (pid !== undefined) orphanGuard.forget(pid);
      child = undefined;
      startedAt = undefined;
      become('stopped');
      resolve();
    });
    process_.once('error', (error) => needs.onLine(`The bot cannot be started: ${error.message}`));
    become('starting');
  }

  const end = (signal: NodeJS.Signals) => child?.kill(signal);

  return {
    origin,
    describe: () => ({ name, state, pid: child?.pid, startedAt, warnings: log.warnings() }),
    async start() {
      if (child !== undefined) return;
      // Over Socket Mode it is up when it has opened one socket more.
      const before = openSockets();
      launch();
      const hasNewSocket = () => before === undefined || (openSockets() ?? 0) > before;
      const isUp = await isTrueSoon(
        async () => hasNewSocket() && (await isHealthy(origin)),
        () => child !== undefined,
      );
      if (isUp) return become('running');
      end('SIGKILL');
      throw new Error(`The bot did not start:\n${log.lines().slice(-20).join('\n')}`);
    },
    async stop(graceMs) {
      end('SIGTERM');
      const timer = setTimeout(() => end('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      end('SIGKILL');
      await ended;
    },
    log: log.lines,
  };
}

/** Looks until it is true; false when that takes too long or there is nothing to look at any more. */
async function isTrueSoon(isTrue: () => Promise<boolean>, isWorthIt: () => boolean): Promise<boolean> {
  const deadline = Date.now() + MAX_START_MS;
  while (isWorthIt() && Date.now() < deadline) {
    if (await isTrue()) return true;
    await wait(POLL_MS);
  }
  return false;
}

/** Keeps the last lines, and what they say of the bot's files. */
function createLog({ onLine, changed }: Pick<Needs, 'onLine' | 'changed'>) {
  const warnings = createFileWarnings();
  let lines: readonly string[] = [];
  return {
    lines: () => lines,
    warnings: warnings.current,
    follow(stream: NodeJS.ReadableStream): void {
      createInterface({ input: stream }).on('line', (line) => {
        lines = [...lines, line].slice(-MAX_LOG_LINES);
        const before = warnings.current().join();
        warnings.read(line);
        if (warnings.current().join() !== before) changed();
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
