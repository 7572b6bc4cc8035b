import type { Feed } from '../feed.ts';
import type { BotProcess } from '../protocol.ts';
import type { Done, SandboxRequests } from '../requests.ts';
import { createBotProcess, type RunningBot } from './bot-process.ts';
import { freePort } from './free-port.ts';
import { createOrphanGuard } from './orphan-guard.ts';

/** All bots of this sandbox; they share one database, as processes of one deployment do. */
export interface Bots {
  list(): readonly BotProcess[];
  /** Starts the bot of that name; a new name is a further process. */
  start(name: string): Promise<void>;
  /** Starts those that run anew, with the environment as it is now. */
  restart(): Promise<void>;
  control(body: SandboxRequests['bot']['body']): Promise<Done>;
  /** Where a request from outside arrives: one of those that run, in turn. */
  origin(): string | undefined;
  log(name: string): readonly string[];
  stop(): Promise<void>;
}

interface Needs {
  readonly root: string;
  readonly feed: Feed;
  readonly environmentFor: (port: number) => Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  /** How many sockets the bots hold; undefined when they are reached over HTTP. */
  readonly openSockets: () => number | undefined;
}

/** Longer than the 25 s in which the bot promises to finish what is in flight. */
const STOP_GRACE_MS = 30_000;
/** When the whole sandbox ends, its bots are not waited for. */
const END_GRACE_MS = 1_000;
const NAME = /^[a-z][a-z0-9-]{0,19}$/;

export function createBots({ root, feed, environmentFor, onLine, openSockets }: Needs): Bots {
  const bots = new Map<string, RunningBot>();
  const orphanGuard = createOrphanGuard();
  let calls = 0;

  const list = () => [...bots.values()].map((bot) => bot.describe());
  const changed = () => feed.publish({ type: 'bots', bots: list() });

  async function start(name: string): Promise<void> {
    const known = bots.get(name);
    if (known !== undefined) return known.start();
    const port = await freePort();
    const bot = createBotProcess({
      name,
      port,
      root,
      environment: () => environmentFor(port),
      orphanGuard,
      changed,
      onLine,
      openSockets,
    });
    bots.set(name, bot);
    await bot.start();
  }

  return {
    list,
    start,
    async restart() {
      const running = [...bots.values()].filter((bot) => bot.describe().state !== 'stopped');
      for (const bot of running) {
        await bot.stop(STOP_GRACE_MS);
        await bot.start();
      }
    },
    async control({ do: order, name }) {
      const bot = bots.get(name);
      if (order === 'start' && NAME.test(name)) await start(name);
      else if (bot === undefined) return { problem: `There is no bot ${name}.` };
      else if (order === 'kill') await bot.kill();
      else await bot.stop(STOP_GRACE_MS);
      return {};
    },
    origin() {
      const running = [...bots.values()].filter((bot) => bot.describe().state === 'running');
      return running.length === 0 ? undefined : running[calls++ % running.length]?.origin;
    },
    log: (name) => bots.get(name)?.log() ?? [],
    async stop() {
      await Promise.all([...bots.values()].map((bot) => bot.stop(END_GRACE_MS)));
      orphanGuard.end();
    },
  };
}
