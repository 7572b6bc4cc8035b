import type { AppIdentity } from '../app-identity.ts';
import { viewPayload } from '../payloads/view-payload.ts';
import { checkView, problemLine } from '../validate/check.ts';
import type { Arguments, Method } from './method.ts';
import { need, SlackError } from './slack-error.ts';
import type { Triggers } from './triggers.ts';
import { ViewDefinition, type ViewStacks } from './view-stacks.ts';

const MAX_BYTES = 250_000;

/** `views.*` for modals. */
export function createViewMethods(
  stacks: ViewStacks,
  triggers: Triggers,
  app: AppIdentity,
): Readonly<Record<string, Method>> {
  return {
    'views.open'(args) {
      const definition = viewOf(args);
      const { memberId } = triggers.exchange(args.text('trigger_id'));
      return { view: viewPayload(stacks.open(memberId, definition), app) };
    },

    'views.push'(args) {
      const definition = viewOf(args);
      const { memberId, viewId } = triggers.exchange(args.text('trigger_id'));
      if (viewId === undefined || stacks.find({ viewId }) === undefined) throw new SlackError('not_found');
      return { view: viewPayload(stacks.push(memberId, definition), app) };
    },

    'views.update'(args) {
      const definition = viewOf(args);
      const viewId = args.text('view_id');
      const view = need(stacks.find({ viewId, externalId: args.text('external_id') }), 'not_found');
      return { view: viewPayload(stacks.update(view, definition, args.text('hash')), app) };
    },
  };
}

function viewOf(args: Arguments): ViewDefinition {
  return readView(args.json('view', 'invalid_arguments'));
}

/** @throws SlackError `invalid_arguments` with Slack's lines, or `view_too_large`. */
export function readView(view: unknown): ViewDefinition {
  if (view === undefined) throw new SlackError('invalid_arguments', ['[ERROR] missing required field: view']);
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_BYTES) throw new SlackError('view_too_large');
  const problems = checkView(view);
  if (problems.length > 0) throw new SlackError('invalid_arguments', problems.map(problemLine));
  return ViewDefinition.parse(view);
}
