import type {
  App,
  BlockAction,
  Middleware,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import type { ResumeSending } from '../../flow/account/resume-sending.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { RequestSend } from '../../flow/send/request-send.ts';
import type { ReviewSend } from '../../flow/send/review-send.ts';
import type { ShowRequest } from '../../flow/send/show-request.ts';
import type { FindTemplates } from '../../flow/templates/find-templates.ts';
import { answerCommand } from '../access/gate.ts';
import { createUnknownFunction } from '../commands/unknown-function.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import {
  COMPOSE_VIEW,
  REFRESH_TEMPLATES,
  RESUME_SENDING,
  REVIEW_VIEW,
  SEND_COMMAND,
  SHOW_REQUEST,
  TEMPLATE_INPUT,
} from '../ids.ts';
import { createChooseTemplate } from './choose-template.ts';
import { createRefreshTemplates } from './refresh-templates.ts';
import { createResumeAction } from './resume-sending.ts';
import { createSendActions, type SendActionNeeds } from './send-actions.ts';
import { createShowRequestAction } from './show-request.ts';
import { createSubmitCompose } from './submit-compose.ts';
import { createSubmitReview } from './submit-review.ts';
import { createTemplateOptions } from './template-options.ts';
import { createSendCommand } from './whatsapp-send.ts';

/** What the listeners ask of the rest. */
export interface SlackNeeds extends SendActionNeeds {
  readonly catalogue: FreshCatalogue;
  readonly findTemplates: FindTemplates;
  readonly reviewSend: ReviewSend;
  readonly requestSend: RequestSend;
  readonly showRequest: ShowRequest;
  readonly resumeSending: ResumeSending;
  /** The WhatsApp Business numbers that messages may come from. */
  readonly senders: readonly Sender[];
}

type Table<Args> = Readonly<Record<string, Middleware<Args>>>;

/** Every entry point, by the name that Slack sends back. */
export interface Listeners {
  readonly commands: Table<SlackCommandMiddlewareArgs>;
  readonly actions: Table<SlackActionMiddlewareArgs<BlockAction>>;
  readonly views: Table<SlackViewMiddlewareArgs<ViewSubmitAction>>;
  readonly options: Table<SlackOptionsMiddlewareArgs<'block_suggestion'>>;
}

export function createListeners(needs: SlackNeeds & { readonly log: Log }): Listeners {
  return {
    commands: { [SEND_COMMAND]: createSendCommand(needs) },
    actions: {
      [TEMPLATE_INPUT]: createChooseTemplate(needs),
      [REFRESH_TEMPLATES]: createRefreshTemplates(needs),
      [SHOW_REQUEST]: createShowRequestAction(needs),
      [RESUME_SENDING]: createResumeAction(needs),
      ...createSendActions(needs),
    },
    views: { [COMPOSE_VIEW]: createSubmitCompose(needs), [REVIEW_VIEW]: createSubmitReview(needs) },
    options: { [TEMPLATE_INPUT]: createTemplateOptions(needs) },
  };
}

/**
 * Registers the listeners, and after them an answer for every name that is not in the table: a button on a card of an
 * older release or a command of a newer manifest must not leave the person waiting three seconds for nothing.
 */
export function register(app: App, { actions, commands, options, views }: Listeners): void {
  for (const [name, listener] of Object.entries(commands)) app.command(name, listener);
  for (const [id, listener] of Object.entries(actions)) app.action<BlockAction>(id, listener);
  for (const [id, listener] of Object.entries(views)) app.view<ViewSubmitAction>(id, listener);
  for (const [id, listener] of Object.entries(options)) app.options(id, listener);

  app.command(allBut(commands), (args) =>
    answerCommand(args, `This app has no ${args.command.command}. Try ${SEND_COMMAND} help.`),
  );
  app.action(allBut(actions), ({ ack }) => ack());
  app.view(allBut(views), ({ ack }) => ack());
  app.view({ callback_id: /.*/, type: 'view_closed' }, ({ ack }) => ack());
  app.options(allBut(options), ({ ack }) => ack({ options: [] }));
  app.shortcut(/.*/, ({ ack }) => ack());
  app.event('function_executed', createUnknownFunction());
}

/** Bolt runs every listener that matches, and acking twice throws: what is known is left out. */
function allBut(table: Readonly<Record<string, unknown>>): RegExp {
  const known = Object.keys(table).map((name) => name.replace(/\W/g, '\\$&'));
  return new RegExp(`^(?!(?:${known.join('|')})$)`);
}
