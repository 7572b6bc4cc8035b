import type { Done, SandboxRequests } from '../../requests.ts';
import type { AppIdentity } from '../app-identity.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { commonPayload, payloadName } from '../payloads/interaction-payload.ts';
import { viewPayload } from '../payloads/view-payload.ts';
import { messagePayload } from '../web-api/chat-methods.ts';
import type { ResponseUrls } from '../web-api/response-urls.ts';
import type { Triggers } from '../web-api/triggers.ts';
import type { ViewStacks } from '../web-api/view-stacks.ts';
import type { Workspace } from '../workspace.ts';
import type { AppHome } from './app-home.ts';
import { completeState } from './input-state.ts';
import { TROUBLE } from './modal.ts';

type Body = SandboxRequests['action']['body'];

interface Needs {
  readonly app: AppIdentity;
  readonly workspace: Workspace;
  readonly stacks: ViewStacks;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly dispatcher: Dispatcher;
  readonly home: AppHome;
}

/** A click or a choice, in a message or in a view, sent to the bot as `block_actions`. */
export function createBlockActions(needs: Needs): (body: Body) => Promise<Done> {
  const { app, workspace, stacks, triggers, responseUrls, dispatcher, home } = needs;

  function inHome(viewId: string, { memberId }: Body): object | undefined {
    const view = home.payloadOf(viewId, memberId);
    const triggerId = triggers.issue({ memberId, viewId: undefined });
    return view && { container: { type: 'view', view_id: viewId }, view, trigger_id: triggerId };
  }

  function inView(viewId: string, body: Body): object | undefined {
    const view = stacks.find({ viewId });
    if (view === undefined || view.memberId !== body.memberId) return undefined;
    const values = completeState(view.blocks, body.state ?? {});
    return {
      container: { type: 'view', view_id: viewId },
      view: viewPayload(view, app, values),
      trigger_id: triggers.issue({ memberId: body.memberId, viewId }),
    };
  }

  function inMessage(channelId: string, ts: string, body: Body): object | undefined {
    const channel = workspace.channel(channelId);
    const message = workspace.message(channelId, ts)?.message;
    if (channel === undefined || message === undefined || !channel.memberIds.includes(body.memberId)) return undefined;
    const { memberId } = body;
    const isEphemeral = message.ephemeralFor !== undefined;
    return {
      container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: isEphemeral },
      channel: { id: channelId, name: payloadName(channel) },
      ...(!isEphemeral && { message: messagePayload(message, app, workspace.message(channelId, ts)?.metadata) }),
      state: { values: completeState(message.blocks, body.state ?? {}) },
      response_url: responseUrls.issue('actions', {
        channelId,
        memberId,
        threadTs: message.threadTs,
        originalTs: ts,
      }),
      trigger_id: triggers.issue({ memberId, viewId: undefined }),
    };
  }

  return async (body) => {
    const member = workspace.member(body.memberId);
    const { container, blockId, actionId, element } = body;
    const place =
      'viewId' in container
        ? (inView(container.viewId, body) ?? inHome(container.viewId, body))
        : inMessage(container.channelId, container.ts, body);
    if (member === undefined || place === undefined) return { problem: 'What was clicked is not there any more.' };
    const action = { ...element, block_id: blockId, action_id: actionId, action_ts: (Date.now() / 1000).toFixed(6) };
    const answer = await dispatcher.sendForm({
      payload: JSON.stringify({ type: 'block_actions', ...commonPayload(app, member), ...place, actions: [action] }),
    });
    return answer.kind === 'answered' && answer.status === 200 ? {} : { problem: TROUBLE };
  };
}
