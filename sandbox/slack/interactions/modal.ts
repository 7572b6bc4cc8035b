import { z } from 'zod';
import type { ViewState } from '../../protocol.ts';
import type { Done, SandboxRequests } from '../../requests.ts';
import { parseJson } from '../../web/json.ts';
import type { AppIdentity } from '../app-identity.ts';
import type { BotAnswer, Dispatcher } from '../dispatch/dispatcher.ts';
import { commonPayload } from '../payloads/interaction-payload.ts';
import { viewPayload } from '../payloads/view-payload.ts';
import type { ResponseUrls } from '../web-api/response-urls.ts';
import { SlackError } from '../web-api/slack-error.ts';
import type { Triggers } from '../web-api/triggers.ts';
import { readView } from '../web-api/view-methods.ts';
import type { OpenView, ViewStacks } from '../web-api/view-stacks.ts';
import type { Workspace } from '../workspace.ts';
import { chosenConversations, completeState, inputErrors } from './input-state.ts';

/** What Slack shows in a modal whose app does not answer as it has to. */
export const TROUBLE = 'We had some trouble connecting. Try again?';

type Request<Name extends keyof SandboxRequests> = (
  body: SandboxRequests[Name]['body'],
) => Promise<SandboxRequests[Name]['answer']>;

export interface Modal {
  readonly submit: Request<'submit'>;
  readonly close: Request<'close'>;
}

interface Needs {
  readonly app: AppIdentity;
  readonly workspace: Workspace;
  readonly stacks: ViewStacks;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly dispatcher: Dispatcher;
}

const Response = z.discriminatedUnion('response_action', [
  z.looseObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.looseObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.looseObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.looseObject({ response_action: z.literal('clear') }),
]);

/** What a person does in a modal, sent to the bot as Slack sends it. */
export function createModal({ app, workspace, stacks, triggers, responseUrls, dispatcher }: Needs): Modal {
  function payload(view: OpenView): Record<string, unknown> {
    const member = workspace.member(view.memberId);
    if (member === undefined) throw new Error('The member of a view does not exist.');
    return commonPayload(app, member, 'view');
  }

  /** For every chosen conversation whose select asked for it: where its answer may be posted. */
  function followUps(view: OpenView, values: ViewState): readonly object[] {
    return chosenConversations(view.blocks, values).map(({ blockId, actionId, channelId }) => ({
      response_url: responseUrls.issue('actions', {
        channelId,
        memberId: view.memberId,
        threadTs: undefined,
        originalTs: undefined,
      }),
      channel_id: channelId,
      block_id: blockId,
      action_id: actionId,
    }));
  }

  /** Carries out what the bot answered to a submission. */
  function follow(view: OpenView, answer: BotAnswer): SandboxRequests['submit']['answer'] {
    if (answer.kind !== 'answered' || answer.status !== 200) return { problem: TROUBLE };
    if (answer.body.trim() === '') {
      stacks.close(view);
      return {};
    }
    const read = Response.safeParse(parseJson(answer.body));
    if (!read.success) return { problem: TROUBLE };
    const { data } = read;
    if (data.response_action === 'errors') return shownErrors(view, data.errors);
    if (data.response_action === 'clear') stacks.clear(view.memberId);
    else if (data.response_action === 'update') stacks.update(view, readView(data.view));
    else stacks.push(view.memberId, readView(data.view));
    return {};
  }

  return {
    async submit({ memberId, viewId, state }) {
      const view = stacks.find({ viewId });
      if (view === undefined || view.memberId !== memberId) return { problem: 'This view is closed.' };
      const values = completeState(view.blocks, state);
      const errors = inputErrors(view.blocks, values);
      if (Object.keys(errors).length > 0) return { errors };
      const answer = await dispatcher.sendForm({
        payload: JSON.stringify({
          type: 'view_submission',
          ...payload(view),
          trigger_id: triggers.issue({ memberId, viewId }),
          view: viewPayload(view, app, values),
          response_urls: followUps(view, values),
        }),
      });
      try {
        return follow(view, answer);
      } catch (error) {
        if (error instanceof SlackError) return { problem: TROUBLE };
        throw error;
      }
    },

    async close({ memberId, viewId, all }): Promise<Done> {
      const view = stacks.find({ viewId });
      if (view === undefined || view.memberId !== memberId) return {};
      const closed = all ? stacks.clear(memberId) : stacks.close(view);
      for (const one of closed.filter(({ notifyOnClose }) => notifyOnClose)) {
        const closing = { type: 'view_closed', ...payload(one), view: viewPayload(one, app), is_cleared: all };
        await dispatcher.sendForm({ payload: JSON.stringify(closing) });
      }
      return {};
    },
  };
}

/** Slack shows errors under input blocks only, and takes no others. */
function shownErrors(view: OpenView, errors: Readonly<Record<string, string>>) {
  const inputs = view.blocks.filter(({ type }) => type === 'input').map((block) => block['block_id']);
  const isShown = Object.keys(errors).length > 0 && Object.keys(errors).every((blockId) => inputs.includes(blockId));
  return isShown ? { errors } : { problem: TROUBLE };
}
