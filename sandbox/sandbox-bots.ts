import { join } from 'node:path';
import { type Bots, createBots } from './bot/bots.ts';
import { botEnvironment, type Credentials } from './bot/environment.ts';
import type { Feed } from './feed.ts';
import type { SandboxOptions } from './sandbox-options.ts';
import { FROM, templatesFileOf } from './start-kaleyra.ts';

interface Ground {
  readonly root: string;
  readonly feed: Feed;
  /** Holds the one database of all bots. */
  readonly folder: string;
  readonly kaleyraUrl: string;
  readonly slackApiUrl: () => string;
  /** Sockets that bots hold open to the local Slack. */
  readonly connections: () => number;
}

/** The bots of this sandbox, configured as an installation is. */
export function createSandboxBots(options: SandboxOptions, credentials: Credentials, ground: Ground): Bots {
  const { mode = 'http', onBotLine = () => undefined } = options;
  return createBots({
    root: ground.root,
    feed: ground.feed,
    reached: () => (mode === 'socket' ? ground.connections() : undefined),
    onLine: onBotLine,
    environmentFor: (port) => ({
      ...botEnvironment(credentials, {
        slackApiUrl: ground.slackApiUrl(),
        kaleyraUrl: ground.kaleyraUrl,
        from: FROM,
        templatesFile: templatesFileOf(options),
        databaseFile: join(ground.folder, 'ledger.db'),
        port,
        mode,
      }),
      ...options.botEnv,
    }),
  });
}
