import { join } from 'node:path';
import { type Credentials, createCredentials } from './bot/environment.ts';
import { openPolicySwitch } from './bot/policy-switch.ts';
import { FAULTS, type FaultId } from './faults/fault-catalogue.ts';
import { createFaults } from './faults/faults.ts';
import { createFeed } from './feed.ts';
import { startKaleyra } from './kaleyra/start-kaleyra.ts';
import { actionsOf, stateOf } from './page-api.ts';
import type { SandboxState } from './protocol.ts';
import { createSandboxBots, eventsUrl, inboundUrl, reportsUrlOf, type SandboxBots } from './sandbox-bots.ts';
import { ROOT, type SandboxOptions } from './sandbox-options.ts';
import { createScratchFolder, removeFolder } from './scratch-folder.ts';
import { CHANNELS, MEMBERS, MESSAGES, USER_GROUPS } from './seed-data.ts';
import { createSheetDownloads } from './sheets/sheet-downloads.ts';
import { identityOf } from './slack/app-identity.ts';
import { readAppManifest } from './slack/app-manifest.ts';
import type { SocketMode } from './slack/dispatch/socket-mode.ts';
import { createLocalSlack } from './slack/local-slack.ts';
import { createTimers } from './timers.ts';
import { buildPage } from './web/page-bundle.ts';
import { createSandboxRoutes } from './web/sandbox-routes.ts';
import { type RunningServer, serveFrom } from './web/server.ts';

export interface Sandbox {
  /** The page. */
  readonly url: string;
  /** With a slash at its end. */
  readonly slackApiUrl: string;
  readonly kaleyraUrl: string;
  readonly credentials: Credentials;
  /** The address of a bot that runs. */
  botUrl(): string | undefined;
  state(): SandboxState;
  /** The connections that bots hold over Socket Mode. */
  readonly socketMode: Pick<SocketMode, 'connections' | 'refresh'>;
  /** Ends everything, the bots included, and leaves nothing on disk. */
  stop(): Promise<void>;
}

/** Starts a workspace, a Kaleyra with its phones, and the bot between them. Resolves when all of it answers. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const credentials = createCredentials();
  const folder = await createScratchFolder();
  const ground = { feed: createFeed(), timers: createTimers() };
  const faults = createFaults<FaultId>(FAULTS, ground.feed);
  const kaleyra = await startKaleyra(options, credentials, { ...ground, faults }, () => inboundUrl(credentials, bots));

  const policy = await openPolicySwitch(ROOT, folder, () => bots);
  const bots: SandboxBots = createSandboxBots(options, credentials, {
    root: ROOT,
    feed: ground.feed,
    folder,
    kaleyraUrl: kaleyra.server.origin,
    slackApiUrl: () => `${server.origin}/api/`,
    connections: () => slack.socketMode.connections(),
  });

  const manifest = await readAppManifest(options.manifestFile ?? join(ROOT, 'slack-manifest.yml'));
  const slack = createLocalSlack({
    app: identityOf(manifest, credentials),
    commands: manifest.commands,
    seedData: { members: MEMBERS, channels: CHANNELS, userGroups: USER_GROUPS, messages: MESSAGES },
    faults,
    ...ground,
    origin: () => server.origin,
    requestUrl: () => eventsUrl(options.botEventsUrl, bots),
    mode: options.mode ?? 'http',
    hasRateLimits: options.hasRateLimits ?? true,
  });

  const state = () => stateOf(manifest, { slack, kaleyra, faults, bots });
  const server: RunningServer = await serveFrom(
    createSandboxRoutes({
      page: once(buildPage),
      slack: slack.handler,
      actions: actionsOf({ slack, kaleyra, faults, bots, policy, reportsUrl: () => reportsUrlOf(credentials, bots) }),
      feed: ground.feed,
      state,
      log: bots.log,
      files: slack.files,
      sheet: createSheetDownloads(),
    }),
    options.port ?? 0,
    slack.socketMode.upgrade,
  );

  async function stop(): Promise<void> {
    ground.timers.stop();
    await bots.stop();
    slack.socketMode.close();
    await Promise.all([server.close(), kaleyra.server.close()]);
    await removeFolder(folder);
  }

  if (options.withBot ?? true)
    await bots.start('bot-1').catch((error: unknown) => stop().then(() => Promise.reject(error)));
  return {
    url: server.origin,
    slackApiUrl: `${server.origin}/api/`,
    kaleyraUrl: kaleyra.server.origin,
    credentials,
    botUrl: bots.origin,
    state,
    socketMode: slack.socketMode,
    stop,
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
