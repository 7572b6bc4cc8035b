import { join } from 'node:path';
import { type Bots, createBots } from './bot/bots.ts';
import { botEnvironment, type Credentials } from './bot/environment.ts';
import { createModeSwitch, type ModeSwitch } from './bot/mode-switch.ts';
import type { Feed } from './feed.ts';
import { type SandboxOptions, templatesFileOf } from './sandbox-options.ts';
import { KALEYRA_FROM } from './seed-data.ts';

interface Surroundings {
  readonly root: string;
  readonly feed: Feed;
  /** Holds the one database of all bots. */
  readonly folder: string;
  readonly kaleyraUrl: string;
  readonly slackApiUrl: () => string;
  /** Sockets that bots hold open to the local Slack. */
  readonly connections: () => number;
}

/** Bots whose mode may be changed. */
export interface SandboxBots extends Bots {
  readonly setMode: ModeSwitch['set'];
}

/** The bots of this sandbox, configured as an installation is. */
export function createSandboxBots(
  options: SandboxOptions,
  credentials: Credentials,
  around: Surroundings,
): SandboxBots {
  const { mode = 'http', onBotLine = () => undefined } = options;
  const modeSwitch = createModeSwitch(() => bots);
  const bots = createBots({
    root: around.root,
    feed: around.feed,
    openSockets: () => (mode === 'socket' ? around.connections() : undefined),
    onLine: onBotLine,
    environmentFor: (port) => ({
      ...botEnvironment(credentials, {
        slackApiUrl: around.slackApiUrl(),
        kaleyraUrl: around.kaleyraUrl,
        from: KALEYRA_FROM,
        templatesFile: templatesFileOf(options),
        databaseFile: join(around.folder, 'ledger.db'),
        policyFile: join(around.folder, 'policy.yml'),
        port,
        mode,
      }),
      ...modeSwitch.environment(),
      ...options.botEnv,
    }),
  });
  return { ...bots, setMode: modeSwitch.set };
}

/** Where Kaleyra calls, as the bots of the sandbox are configured. */
export function reportsUrlOf({ callbackSecret }: Credentials, bots: Bots): string | undefined {
  const origin = bots.origin();
  return origin === undefined ? undefined : `${origin}/kaleyra/status/${callbackSecret}`;
}

/** Where Kaleyra tells what people answer. */
export function inboundUrl({ callbackSecret }: Credentials, bots: Bots): string | undefined {
  const origin = bots.origin();
  return origin === undefined ? undefined : `${origin}/kaleyra/incoming/${callbackSecret}`;
}

/** Where the local Slack calls: the bot that was named, or one of its own. */
export function eventsUrl(given: string | undefined, bots: Bots): string | undefined {
  const origin = bots.origin();
  return given ?? (origin === undefined ? undefined : `${origin}/slack/events`);
}
