import type {
  AllMiddlewareArgs,
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
import type { ControlSend } from '../../flow/list/control-send.ts';
import type { ChangeOptOuts } from '../../flow/opt-outs/change-opt-outs.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Lookup } from '../../flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { DecideSend } from '../../flow/rules/decide-send.ts';
import type { NoteNotOffered } from '../../flow/rules/not-offered.ts';
import type { FormDrafts } from '../../flow/send/form-drafts.ts';
import type { ListRecipients } from '../../flow/send/list-recipients.ts';
import type { RequestSend } from '../../flow/send/request-send.ts';
import type { ResolveUnknown } from '../../flow/send/resolve-unknown.ts';
import type { ReviewSend } from '../../flow/send/review-send.ts';
import type { ShowRequest } from '../../flow/send/show-request.ts';
import type { ProveNumber } from '../../flow/team/prove-number.ts';
import type { FindTemplates } from '../../flow/templates/find-templates.ts';
import { replyToCommand } from '../access/gate.ts';
import type { IsGuest } from '../access/guests.ts';
import type { Strangers } from '../access/partners.ts';
import type { FormFacts } from '../compose/fixed-inputs.ts';
import type { SlackFiles } from '../files/slack-files.ts';
import {
  AGAIN_BUTTON,
  AGAIN_SCOPE_INPUT,
  APPROVE_SEND,
  ARRIVED_BUTTON,
  CANCEL_BUTTON,
  CODE_VIEW,
  COMPOSE_VIEW,
  DECLINE_SEND,
  DECLINE_VIEW,
  DETAILS_BUTTON,
  DETAILS_VIEW,
  ENTER_CODE,
  IDS_BUTTON,
  MARK_REVIEWED,
  NEXT_PAGE,
  NEXT_RECIPIENTS,
  NOT_ARRIVED_BUTTON,
  PREVIOUS_PAGE,
  PREVIOUS_RECIPIENTS,
  REFRESH_TEMPLATES,
  RESUME_SENDING,
  REVIEW_VIEW,
  SCOPE_SELECT,
  SEND_COMMAND,
  SEND_UNAPPROVED_INPUT,
  SHOW_MORE,
  SHOW_REQUEST,
  START_OVER,
  TEMPLATE_INPUT,
} from '../ids.ts';
import type { ListNeeds } from '../lists/list-needs.ts';
import type { ReplyNeeds } from '../replies/reply-needs.ts';
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
import { createChooseScopeAction, createTurnPageAction } from './actions/turn-page-action.ts';
import { createComposeClosed } from './compose-closed.ts';
import { createComposeSubmission } from './compose-submission.ts';
import { createDetailsSubmission } from './details-submission.ts';
import { createListListeners } from './lists/list-listeners.ts';
import { replyContext } from './replies/reply-context.ts';
import { createReplyListeners } from './replies/reply-listeners.ts';
import { createReviewSubmission } from './review-submission.ts';
import { createApproveAction, createDeclineAction, createMarkReviewedAction } from './rules/approval-actions.ts';
import { createCodeSubmission, createEnterCodeAction } from './rules/code-listeners.ts';
import { createDeclineSubmission } from './rules/decline-submission.ts';
import { createSendUnapprovedAction } from './rules/send-unapproved-action.ts';
import { createSendCommand } from './send-command.ts';
import { createTemplateOptions } from './template-options.ts';
import { failUnknownStep } from './unknown-function-event.ts';

/** What the listeners need from the rest of the bot. */
export interface SlackNeeds extends FormFacts {
  readonly catalogue: FreshCatalogue;
  readonly findTemplates: FindTemplates;
  readonly reviewSend: ReviewSend;
  readonly requestSend: RequestSend;
  readonly showRequest: ShowRequest;
  readonly listRecipients: ListRecipients;
  readonly resumeSending: ResumeSending;
  readonly stopSend: ControlSend['stopSend'];
  readonly decideSend: DecideSend;
  readonly noteNotOffered: NoteNotOffered;
  readonly formDrafts: FormDrafts;
  readonly lookup: Lookup;
  readonly resolveUnknown: ResolveUnknown;
  readonly explanations: Explanations;
  readonly lists: ListNeeds;
  readonly replies: ReplyNeeds;
  readonly changeOptOuts: ChangeOptOuts;
  readonly proveNumber: ProveNumber;
  readonly strangers: Strangers;
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

export function createListeners(
  needs: SlackNeeds & { readonly files: SlackFiles; readonly isGuest: IsGuest; readonly log: Log },
): Listeners {
  const context = replyContext(needs);
  const replies = createReplyListeners(context);
  const lists = createListListeners(needs);
  const turnPage = createTurnPageAction({ ...needs, whoAnswered: context.whoAnswered });
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
      [PREVIOUS_PAGE]: turnPage,
      [NEXT_PAGE]: turnPage,
      [SCOPE_SELECT]: createChooseScopeAction({ ...needs, whoAnswered: context.whoAnswered }),
      [CANCEL_BUTTON]: createCancelSendAction(needs),
      [ARRIVED_BUTTON]: createResolveUnknownAction(needs, 'arrived'),
      [NOT_ARRIVED_BUTTON]: createResolveUnknownAction(needs, 'not_arrived'),
      [AGAIN_SCOPE_INPUT]: createChooseAgainScopeAction(needs),
      [SEND_UNAPPROVED_INPUT]: createSendUnapprovedAction(needs),
      [APPROVE_SEND]: createApproveAction(needs),
      [DECLINE_SEND]: createDeclineAction(needs),
      [MARK_REVIEWED]: createMarkReviewedAction(needs),
      [ENTER_CODE]: createEnterCodeAction(needs),
      ...lists.actions,
      ...replies.actions,
    },
    views: {
      [COMPOSE_VIEW]: createComposeSubmission({ ...needs, findReply: context.findReply }),
      [REVIEW_VIEW]: createReviewSubmission(needs),
      [DETAILS_VIEW]: createDetailsSubmission(needs),
      [DECLINE_VIEW]: createDeclineSubmission(needs),
      [CODE_VIEW]: createCodeSubmission(needs),
      ...lists.views,
      ...replies.views,
    },
    closedViews: { [COMPOSE_VIEW]: createComposeClosed(needs) },
    options: { [TEMPLATE_INPUT]: createTemplateOptions(needs) },
  };
}

/**
 * Registers one listener for each kind of payload, which calls the one that its name has: Bolt runs all that match, and what
 * two of them ack would be lost. A name without a listener is acked too, such as a button of an older release's card: the
 * person would otherwise wait three seconds for an error.
 */
export function register(app: App, { actions, closedViews, commands, options, views }: Listeners): void {
  const acked = async ({ ack }: { ack(): Promise<void> }) => ack();
  app.command(ANY_NAME, (args) =>
    (named(commands, args.command.command) ?? answerUnknownCommand)({ ...REPLIES_NOWHERE, ...args }),
  );
  app.action<BlockAction>({}, (args) =>
    (named(actions, args.action.action_id) ?? acked)({ ...REPLIES_NOWHERE, ...args }),
  );
  app.view<ViewSubmitAction>({ type: 'view_submission' }, (args) =>
    (named(views, args.view.callback_id) ?? acked)(args),
  );
  app.view<ViewClosedAction>({ type: 'view_closed' }, (args) =>
    (named(closedViews, args.view.callback_id) ?? acked)(args),
  );
  app.options<'block_suggestion'>({}, (args) =>
    (named(options, args.options.action_id) ?? (({ ack }) => ack({ options: [] })))(args),
  );
  app.shortcut({}, acked);
  app.event('function_executed', failUnknownStep);
}

const ANY_NAME = /(?:)/;
/** Bolt gives no `respond` where a payload has no `response_url`, as for a press in a view. */
const REPLIES_NOWHERE = { respond: async () => new Response() };

async function answerUnknownCommand(args: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> {
  await replyToCommand(args, `This app has no ${args.command.command}. Try ${SEND_COMMAND} help.`);
}

/** Only what the table itself has: a client may send the name of anything that every object has. */
function named<Args>(table: Table<Args>, name: string): Middleware<Args> | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
