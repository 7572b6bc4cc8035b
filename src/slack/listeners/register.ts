import type {
  App,
  BlockAction,
  Middleware,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { Explanations } from '../../core/explanations/explanation.ts';
import type { ResumeSending } from '../../flow/account/resume-sending.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Lookup } from '../../flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { CancelWaiting } from '../../flow/send/cancel-waiting.ts';
import type { FormDrafts } from '../../flow/send/form-drafts.ts';
import type { ListRecipients } from '../../flow/send/list-recipients.ts';
import type { RequestSend } from '../../flow/send/request-send.ts';
import type { ResolveUnknown } from '../../flow/send/resolve-unknown.ts';
import type { ReviewSend } from '../../flow/send/review-send.ts';
import type { ShowRequest } from '../../flow/send/show-request.ts';
import type { FindTemplates } from '../../flow/templates/find-templates.ts';
import { replyToCommand } from '../access/gate.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import {
  AGAIN_BUTTON,
  AGAIN_SCOPE_INPUT,
  ARRIVED_BUTTON,
  CANCEL_BUTTON,
  COMPOSE_VIEW,
  DETAILS_BUTTON,
  IDS_BUTTON,
  NEXT_RECIPIENTS,
  NOT_ARRIVED_BUTTON,
  PREVIOUS_RECIPIENTS,
  REFRESH_TEMPLATES,
  RESUME_SENDING,
  REVIEW_VIEW,
  SEND_COMMAND,
  SHOW_MORE,
  SHOW_REQUEST,
  START_OVER,
  TEMPLATE_INPUT,
} from '../ids.ts';
import { createCancelSendAction } from './actions/cancel-send-action.ts';
import { createChooseAgainScopeAction } from './actions/choose-again-scope-action.ts';
import { createChooseTemplateAction } from './actions/choose-template-action.ts';
import { createOpenAgainAction, createOpenDetailsAction, createOpenIdsAction } from './actions/open-send-actions.ts';
import { createPageRecipientsAction } from './actions/page-recipients-action.ts';
import { createRefreshTemplatesAction } from './actions/refresh-templates-action.ts';
import { createResolveUnknownAction } from './actions/resolve-unknown-action.ts';
import { createResumeSendingAction } from './actions/resume-sending-action.ts';
import { createShowMoreAction } from './actions/show-more-action.ts';
import { createShowRequestAction } from './actions/show-request-action.ts';
import { createStartOverAction } from './actions/start-over-action.ts';
import { createComposeClosed } from './compose-closed.ts';
import { createComposeSubmission } from './compose-submission.ts';
import { createReviewSubmission } from './review-submission.ts';
import { createSendCommand } from './send-command.ts';
import { createTemplateOptions } from './template-options.ts';
import { createUnknownFunctionEvent } from './unknown-function-event.ts';

/** What the listeners need from the rest of the bot. */
export interface SlackNeeds {
  readonly catalogue: FreshCatalogue;
  readonly findTemplates: FindTemplates;
  readonly reviewSend: ReviewSend;
  readonly requestSend: RequestSend;
  readonly showRequest: ShowRequest;
  readonly listRecipients: ListRecipients;
  readonly resumeSending: ResumeSending;
  readonly cancelWaiting: CancelWaiting;
  readonly formDrafts: FormDrafts;
  readonly lookup: Lookup;
  readonly resolveUnknown: ResolveUnknown;
  readonly explanations: Explanations;
  /** The WhatsApp Business numbers that messages may come from. */
  readonly senders: readonly Sender[];
}

type Table<Args> = Readonly<Record<string, Middleware<Args>>>;

/** Every listener, by the name that Slack sends back. */
export interface Listeners {
  readonly commands: Table<SlackCommandMiddlewareArgs>;
  readonly actions: Table<SlackActionMiddlewareArgs<BlockAction>>;
  readonly views: Table<SlackViewMiddlewareArgs<ViewSubmitAction>>;
  readonly closedViews: Table<SlackViewMiddlewareArgs<ViewClosedAction>>;
  readonly options: Table<SlackOptionsMiddlewareArgs<'block_suggestion'>>;
}

export function createListeners(needs: SlackNeeds & { readonly log: Log }): Listeners {
  return {
    commands: { [SEND_COMMAND]: createSendCommand(needs) },
    actions: {
      [TEMPLATE_INPUT]: createChooseTemplateAction(needs),
      [REFRESH_TEMPLATES]: createRefreshTemplatesAction(needs),
      [START_OVER]: createStartOverAction(needs),
      [SHOW_MORE]: createShowMoreAction(needs),
      [NEXT_RECIPIENTS]: createPageRecipientsAction(needs),
      [PREVIOUS_RECIPIENTS]: createPageRecipientsAction(needs),
      [SHOW_REQUEST]: createShowRequestAction(needs),
      [RESUME_SENDING]: createResumeSendingAction(needs),
      [DETAILS_BUTTON]: createOpenDetailsAction(needs),
      [AGAIN_BUTTON]: createOpenAgainAction(needs),
      [IDS_BUTTON]: createOpenIdsAction(needs),
      [CANCEL_BUTTON]: createCancelSendAction(needs),
      [ARRIVED_BUTTON]: createResolveUnknownAction(needs, 'arrived'),
      [NOT_ARRIVED_BUTTON]: createResolveUnknownAction(needs, 'not_arrived'),
      [AGAIN_SCOPE_INPUT]: createChooseAgainScopeAction(needs),
    },
    views: { [COMPOSE_VIEW]: createComposeSubmission(needs), [REVIEW_VIEW]: createReviewSubmission(needs) },
    closedViews: { [COMPOSE_VIEW]: createComposeClosed(needs) },
    options: { [TEMPLATE_INPUT]: createTemplateOptions(needs) },
  };
}

/**
 * Registers the listeners, and acknowledges every name that has none, such as a button of an older release's card: the
 * person would otherwise wait three seconds for an error.
 */
export function register(app: App, { actions, closedViews, commands, options, views }: Listeners): void {
  for (const [name, listener] of Object.entries(commands)) app.command(name, listener);
  for (const [id, listener] of Object.entries(actions)) app.action<BlockAction>(id, listener);
  for (const [id, listener] of Object.entries(views)) app.view<ViewSubmitAction>(id, listener);
  for (const [id, listener] of Object.entries(options)) app.options(id, listener);

  app.command(allBut(commands), (args) =>
    replyToCommand(args, `This app has no ${args.command.command}. Try ${SEND_COMMAND} help.`),
  );
  app.action(allBut(actions), ({ ack }) => ack());
  app.view(allBut(views), ({ ack }) => ack());
  for (const [id, listener] of Object.entries(closedViews)) {
    app.view<ViewClosedAction>({ callback_id: id, type: 'view_closed' }, listener);
  }
  app.view({ callback_id: allBut(closedViews), type: 'view_closed' }, ({ ack }) => ack());
  app.options(allBut(options), ({ ack }) => ack({ options: [] }));
  app.shortcut(/.*/, ({ ack }) => ack());
  app.event('function_executed', createUnknownFunctionEvent());
}

/** Matches every other name. Bolt runs all listeners that match, and acking twice throws. */
function allBut(table: Readonly<Record<string, unknown>>): RegExp {
  const known = Object.keys(table).map((name) => name.replace(/\W/g, '\\$&'));
  return new RegExp(`^(?!(?:${known.join('|')})$)`);
}
