import { randomBytes } from 'node:crypto';
import type { Feed } from '../../feed.ts';
import type { Home } from '../../protocol.ts';
import type { Done } from '../../requests.ts';
import type { AppIdentity } from '../app-identity.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { eventCallback } from '../payloads/event-callback.ts';
import { checkHome, problemLine } from '../validate/check.ts';
import { withIds } from '../web-api/block-ids.ts';
import type { Method } from '../web-api/method.ts';
import { need, SlackError } from '../web-api/slack-error.ts';
import type { Workspace } from '../workspace.ts';

/** The app's Home: one view for each person, published by the bot. */
export interface AppHome {
  readonly methods: Readonly<Record<string, Method>>;
  list(): readonly Home[];
  /** As the bot gets it with what is done in it; undefined when it is no Home of this member. */
  payloadOf(viewId: string, memberId: string): Record<string, unknown> | undefined;
  /** A person looks at it: `app_home_opened`. */
  open(body: { readonly memberId: string }): Promise<Done>;
}

interface Needs {
  readonly app: AppIdentity;
  readonly workspace: Workspace;
  readonly dispatcher: Dispatcher;
  readonly feed: Feed;
}

export function createAppHome({ app, workspace, dispatcher, feed }: Needs): AppHome {
  const byMember = new Map<string, Home>();
  return {
    list: () => [...byMember.values()],
    payloadOf(viewId, memberId) {
      const home = byMember.get(memberId);
      return home?.viewId === viewId ? homePayload(home, app) : undefined;
    },
    methods: {
      'views.publish'(args) {
        const { id: memberId } = need(workspace.member(args.text('user_id') ?? ''), 'user_not_found');
        const view = args.json('view', 'invalid_arguments');
        const problems = checkHome(view);
        if (problems.length > 0) throw new SlackError('invalid_arguments', problems.map(problemLine));
        const hash = args.text('hash');
        const before = byMember.get(memberId);
        if (hash !== undefined && before !== undefined && hash !== before.hash) throw new SlackError('hash_conflict');
        const given = view as { readonly blocks: unknown };
        const home: Home = {
          memberId,
          viewId: before?.viewId ?? `V${randomBytes(5).toString('hex').toUpperCase()}`,
          hash: `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`,
          blocks: withIds(given.blocks),
        };
        byMember.set(memberId, home);
        feed.publish({ type: 'home', home });
        return { view: homePayload(home, app) };
      },
    },
    async open({ memberId }) {
      const channel = workspace.directChannel(memberId)?.id;
      const home = byMember.get(memberId);
      const view = home && { view: homePayload(home, app) };
      await dispatcher.sendEvent(
        eventCallback(app, { type: 'app_home_opened', user: memberId, channel, tab: 'home', ...view }),
      );
      return {};
    },
  };
}

function homePayload({ viewId, hash, blocks }: Home, app: AppIdentity): Record<string, unknown> {
  return { id: viewId, team_id: app.teamId, type: 'home', blocks, hash, app_id: app.appId, bot_id: app.botId };
}
