import type { FaultId } from '../faults/fault-catalogue.ts';
import type { Faults } from '../faults/faults.ts';
import type { Feed } from '../feed.ts';
import type { Channel, Member } from '../protocol.ts';
import type { Done, SandboxRequests } from '../requests.ts';
import type { Timers } from '../timers.ts';
import { answerJson, type Handler } from '../web/server.ts';
import type { AppIdentity } from './app-identity.ts';
import { createHttpDispatcher } from './dispatch/http-dispatcher.ts';
import { createSocketMode, type SocketMode } from './dispatch/socket-mode.ts';
import { createFileMethods } from './files/file-methods.ts';
import { createFileRoutes } from './files/file-routes.ts';
import { createStoredFiles, type StoredFiles } from './files/stored-files.ts';
import { type AppHome, createAppHome } from './interactions/app-home.ts';
import { createBlockActions } from './interactions/block-actions.ts';
import { type AppCommand, createComposer } from './interactions/composer.ts';
import { createModal, type Modal } from './interactions/modal.ts';
import { createOptionLoads } from './interactions/option-loads.ts';
import { createShortcuts } from './interactions/shortcuts.ts';
import { createUploads } from './interactions/uploads.ts';
import { createWorkflowSteps, type WorkflowSteps } from './interactions/workflow-steps.ts';
import { createChatMethods } from './web-api/chat-methods.ts';
import { createRateLimits, type RateLimits } from './web-api/rate-limits.ts';
import { createResponseUrls } from './web-api/response-urls.ts';
import { createTriggers } from './web-api/triggers.ts';
import { createViewMethods } from './web-api/view-methods.ts';
import { createViewStacks, type ViewStacks } from './web-api/view-stacks.ts';
import { createWebApi } from './web-api/web-api.ts';
import { createWorkspaceMethods } from './web-api/workspace-methods.ts';
import { createWorkspace, type MessageDraft, type Workspace } from './workspace.ts';

/** A Slack of our own: what the bot calls, and what people do that calls the bot. */
export interface LocalSlack extends Modal {
  readonly workspace: Workspace;
  readonly stacks: ViewStacks;
  /** Takes `/api/…`, `/hooks/…`, `/files/…` and `/upload/…`. */
  readonly handler: Handler;
  readonly socketMode: SocketMode;
  readonly home: AppHome;
  readonly files: StoredFiles;
  readonly steps: WorkflowSteps;
  /** Names of the Web API's methods that are there. */
  readonly methodNames: readonly string[];
  type(body: SandboxRequests['type']['body']): Promise<Done>;
  action(body: SandboxRequests['action']['body']): Promise<Done>;
  shortcut(body: SandboxRequests['shortcut']['body']): Promise<Done>;
  options(body: SandboxRequests['options']['body']): Promise<SandboxRequests['options']['answer']>;
  /** A person chooses a file in a form. */
  upload(body: SandboxRequests['upload']['body']): Promise<SandboxRequests['upload']['answer']>;
}

interface Needs {
  readonly app: AppIdentity;
  readonly commands: readonly AppCommand[];
  readonly seedData: {
    readonly members: readonly Member[];
    readonly channels: readonly Channel[];
    readonly userGroups?: Readonly<Record<string, readonly string[]>>;
    readonly messages: readonly MessageDraft[];
  };
  readonly faults: Faults<FaultId>;
  readonly feed: Feed;
  readonly timers: Timers;
  /** Where this Slack is reached, for its response_urls. */
  readonly origin: () => string;
  /** How this Slack reaches the bot; HTTP when not given. */
  readonly mode?: 'http' | 'socket';
  /** The bot's `/slack/events`; undefined while there is none. */
  readonly requestUrl: () => string | undefined;
  /** False for a test that does in a second what people do in an hour. */
  readonly hasRateLimits?: boolean;
  readonly now?: () => number;
}

const UNLIMITED: RateLimits = { waitSeconds: () => 0 };

export function createLocalSlack(needs: Needs): LocalSlack {
  const { app, commands, faults, feed, timers, origin, now = Date.now } = needs;
  const workspace = createWorkspace(needs.seedData, feed);
  const stacks = createViewStacks(feed);
  const triggers = createTriggers(now);
  const responseUrls = createResponseUrls({ workspace, origin, now });
  const rateLimits = needs.hasRateLimits === false ? UNLIMITED : createRateLimits(now);
  const socketMode = createSocketMode({ appId: app.appId, origin, now });
  const dispatcher =
    needs.mode === 'socket' ? socketMode.dispatcher : createHttpDispatcher(app.signingSecret, needs.requestUrl);
  const files = createStoredFiles();
  const fileRoutes = createFileRoutes(files, app);
  const home = createAppHome({ app, workspace, dispatcher, feed });
  const steps = createWorkflowSteps(app, dispatcher);
  const methods = {
    ...createWorkspaceMethods(workspace, app),
    'apps.connections.open': () => ({ url: socketMode.issueUrl() }),
    ...createChatMethods(workspace, app),
    ...createViewMethods(stacks, triggers, app),
    ...createFileMethods({ files, workspace, origin }),
    ...home.methods,
    ...steps.methods,
  };
  const api = createWebApi({ methods, app, rateLimits, faults, timers });
  const parts = { app, workspace, stacks, triggers, responseUrls, dispatcher, home, files, origin };
  return {
    workspace,
    stacks,
    socketMode,
    home,
    files,
    steps,
    methodNames: Object.keys(methods),
    ...createModal(parts),
    type: createComposer({ ...parts, commands, feed }),
    action: createBlockActions(parts),
    shortcut: createShortcuts(parts),
    options: createOptionLoads(parts),
    upload: createUploads(files, workspace),
    async handler(request, response) {
      const path = request.url ?? '';
      if (path.startsWith('/api/')) await api(request, response);
      else if (path.startsWith('/hooks/')) await responseUrls.handler(request, response);
      else if (/^\/(?:files|upload)\//.test(path)) await fileRoutes(request, response);
      else answerJson(response, 404, { ok: false, error: 'not_found' });
    },
  };
}
