import { z } from 'zod';
import type { Option, OptionGroup } from '../../protocol.ts';
import type { SandboxRequests } from '../../requests.ts';
import { parseJson } from '../../web/json.ts';
import type { AppIdentity } from '../app-identity.ts';
import type { BotAnswer, Dispatcher } from '../dispatch/dispatcher.ts';
import { commonPayload } from '../payloads/interaction-payload.ts';
import { viewPayload } from '../payloads/view-payload.ts';
import * as texts from '../validate/texts.ts';
import type { ViewStacks } from '../web-api/view-stacks.ts';
import type { Workspace } from '../workspace.ts';

interface Needs {
  readonly app: AppIdentity;
  readonly workspace: Workspace;
  readonly stacks: ViewStacks;
  readonly dispatcher: Dispatcher;
}

type Options = SandboxRequests['options'];

/** Asks the bot what a select offers for what was typed, as Slack's `block_suggestion` does. */
export function createOptionLoads({
  app,
  workspace,
  stacks,
  dispatcher,
}: Needs): (body: Options['body']) => Promise<Options['answer']> {
  return async ({ memberId, viewId, blockId, actionId, query }) => {
    const view = stacks.find({ viewId });
    const member = workspace.member(memberId);
    if (view === undefined || member === undefined || view.memberId !== memberId) {
      return { problem: 'This view is closed.' };
    }
    const answer = await dispatcher.sendForm({
      payload: JSON.stringify({
        type: 'block_suggestion',
        ...commonPayload(app, member),
        container: { type: 'view', view_id: view.id },
        action_id: actionId,
        block_id: blockId,
        value: query,
        view: viewPayload(view, app),
      }),
    });
    return readOptions(answer) ?? { problem: 'These options could not be loaded.' };
  };
}

const Offered = z.union([
  z.looseObject({ options: z.array(texts.Option).max(100) }),
  z.looseObject({ option_groups: texts.OptionGroups }),
]);

function readOptions(
  answer: BotAnswer,
): { options: readonly Option[] } | { groups: readonly OptionGroup[] } | undefined {
  if (answer.kind !== 'answered' || answer.status !== 200) return undefined;
  const offered = Offered.safeParse(parseJson(answer.body));
  if (!offered.success) return undefined;
  if ('options' in offered.data) return { options: OptionList.parse(offered.data.options) };
  return { groups: GroupList.parse(offered.data.option_groups) };
}

const Words = z.object({ type: z.string(), text: z.string() });
const OptionList = z.array(
  z
    .object({ text: Words, value: z.string(), description: Words.optional() })
    .transform(({ text, value, description }) => ({ text, value, ...(description && { description }) })),
);
const GroupList = z.array(z.object({ label: Words, options: OptionList }));
