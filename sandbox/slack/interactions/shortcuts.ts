import type { Done, SandboxRequests } from '../../requests.ts';
import type { AppIdentity } from '../app-identity.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { commonPayload, payloadName } from '../payloads/interaction-payload.ts';
import { messagePayload } from '../web-api/chat-methods.ts';
import type { ResponseUrls } from '../web-api/response-urls.ts';
import type { Triggers } from '../web-api/triggers.ts';
import type { Workspace } from '../workspace.ts';
import { TROUBLE } from './modal.ts';

type Body = SandboxRequests['shortcut']['body'];

interface Needs {
  readonly app: AppIdentity;
  readonly workspace: Workspace;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly dispatcher: Dispatcher;
}

/** A global shortcut, or one in the menu of a message. */
export function createShortcuts({
  app,
  workspace,
  triggers,
  responseUrls,
  dispatcher,
}: Needs): (body: Body) => Promise<Done> {
  function onMessage({ channelId, ts }: { channelId: string; ts: string }, memberId: string): object | undefined {
    const channel = workspace.channel(channelId);
    const stored = workspace.message(channelId, ts);
    if (channel === undefined || stored === undefined || !channel.memberIds.includes(memberId)) return undefined;
    const { threadTs } = stored.message;
    return {
      type: 'message_action',
      message_ts: ts,
      channel: { id: channelId, name: payloadName(channel) },
      message: messagePayload(stored.message, app, stored.metadata),
      response_url: responseUrls.issue('actions', { channelId, memberId, threadTs, originalTs: ts }),
    };
  }

  return async ({ memberId, callbackId, message }) => {
    const member = workspace.member(memberId);
    const about = message === undefined ? { type: 'shortcut' } : onMessage(message, memberId);
    if (member === undefined || about === undefined) return { problem: 'That message is not there any more.' };
    const answer = await dispatcher.sendForm({
      payload: JSON.stringify({
        ...commonPayload(app, member),
        ...about,
        callback_id: callbackId,
        action_ts: (Date.now() / 1000).toFixed(6),
        trigger_id: triggers.issue({ memberId, viewId: undefined }),
      }),
    });
    return answer.kind === 'answered' && answer.status === 200 ? {} : { problem: TROUBLE };
  };
}
