import type { Done, SandboxRequests } from '../requests.ts';
import type { AppIdentity } from './app-identity.ts';
import type { BotLine } from './bot-line.ts';
import { messagePayload } from './chat-methods.ts';
import { TROUBLE } from './modal.ts';
import { commonPayload, payloadName } from './payloads.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Workspace } from './workspace.ts';

type Body = SandboxRequests['shortcut']['body'];

interface Needs {
  readonly app: AppIdentity;
  readonly workspace: Workspace;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly line: BotLine;
}

/** A global shortcut, or one in the menu of a message. */
export function createShortcuts({
  app,
  workspace,
  triggers,
  responseUrls,
  line,
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
    const answer = await line.post({
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
