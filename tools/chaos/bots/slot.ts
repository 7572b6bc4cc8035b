import type { Arm } from '../kills/kill-points.ts';
import type { Bot, Ending } from './bot-process.ts';

const MAX_STARTS = 5;

/** A place for one process; one that ends is replaced, as a platform does. */
export interface Slot {
  /** Undefined while no bot listens here. */
  readonly port: number | undefined;
  readonly endings: readonly Ending[];
  /** The IDs of the processes that were killed. */
  readonly killed: readonly number[];
  /** Where processes killed themselves. */
  readonly killedAt: readonly string[];
  readonly output: string;
  start(): Promise<void>;
  arm(arm: Arm): void;
  signal(signal: NodeJS.Signals): void;
  /** Kills what runs here, for good. */
  close(): Promise<void>;
}

export function createSlot(startBot: () => Promise<Bot>): Slot {
  const bots: Bot[] = [];
  const endings: Ending[] = [];
  let isClosed = false;
  let isStopping = false;
  let failure: unknown;

  async function start(): Promise<void> {
    const bot = await startBot();
    bots.push(bot);
    isStopping = false;
    if (isClosed) bot.signal('SIGKILL');
    void bot.ended.then((ending) => {
      if (isClosed) return;
      endings.push(ending);
      restart(MAX_STARTS);
    });
  }

  /** Again and again: the database may be away, as it may for any platform that restarts. */
  function restart(tries: number): void {
    if (isClosed) return;
    start().catch((error: unknown) => {
      if (tries === 0) failure = error;
      else restart(tries - 1);
    });
  }

  const current = (): Bot | undefined => bots.at(-1);
  return {
    get port() {
      if (failure !== undefined) throw new Error('a bot did not start again', { cause: failure });
      const bot = current();
      return bot?.isAlive && !isStopping ? bot.port : undefined;
    },
    endings,
    get killed() {
      return bots.filter(({ ending }) => ending?.signal === 'SIGKILL').map(({ pid }) => pid);
    },
    get killedAt() {
      return bots.flatMap(({ killedAt }) => killedAt ?? []);
    },
    get output() {
      return bots.map(({ output }) => output).join('');
    },
    start,
    arm: (arm) => current()?.arm(arm),
    signal(signal) {
      if (signal === 'SIGTERM') isStopping = true;
      current()?.signal(signal);
    },
    async close() {
      isClosed = true;
      current()?.signal('SIGKILL');
      await current()?.ended;
    },
  };
}
