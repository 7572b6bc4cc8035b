import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import type { ChangeOptOuts } from '../../flow/opt-outs/change-opt-outs.ts';
import type { Lookup } from '../../flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { NoteNotOffered } from '../../flow/rules/not-offered.ts';
import type { FormDrafts, FormPlace } from '../../flow/send/form-drafts.ts';
import type { ProveNumber } from '../../flow/team/prove-number.ts';
import { installationOf, replyToCommand, workspaceUrlOf } from '../access/gate.ts';
import type { IsGuest } from '../access/guests.ts';
import { withSignedMetadata } from '../access/signed-metadata.ts';
import { timeZoneOf } from '../access/time-zone.ts';
import { openView } from '../client/open-view.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import { readQuestion } from '../commands/command-question.ts';
import { decodeCommandText } from '../commands/command-text.ts';
import { helpText } from '../commands/help-text.ts';
import { readArguments } from '../commands/prefill.ts';
import { type ComposeState, composeView } from '../compose/compose-view.ts';
import { formOfDraft } from '../compose/form-draft.ts';
import type { ListContext } from '../lists/list-needs.ts';
import { replyWithGroups } from './lists/groups-listeners.ts';
import { newListForm } from './lists/open-list-form.ts';
import { optOutReply } from './opt-out-command.ts';
import { type AskerInSlack, createReplyToLookup } from './reply-to-lookup.ts';
import { myNumberReply } from './rules/my-number-command.ts';

type SendCommandArgs = Pick<
  SlackCommandMiddlewareArgs & AllMiddlewareArgs,
  'ack' | 'client' | 'command' | 'context' | 'respond'
>;

/** A `trigger_id` lives three seconds and works once. */
const TOO_LATE = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged']);

/** An error code of Slack. Where the connection broke, the library gives its own codes and classes instead. */
const SLACK_CODE = /^(?!slack_webapi)[a-z_]+$/;

interface Needs extends ListContext {
  readonly formDrafts: Pick<FormDrafts, 'load'>;
  readonly noteNotOffered: NoteNotOffered;
  readonly lookup: Lookup;
  readonly explanations: Explanations;
  readonly changeOptOuts: ChangeOptOuts;
  readonly proveNumber: ProveNumber;
  readonly isGuest: IsGuest;
}

/**
 * `/whatsapp-send [template] [numbers…]` acks and at once opens the form, and `list` the form for a list. `status`, `recent`,
 * `find`, `groups`, `optout`, `optin`, `my-number` and `help` are replied to.
 */
export function createSendCommand(needs: Needs) {
  const replyToLookup = createReplyToLookup(needs);
  return async (args: SendCommandArgs): Promise<void> => {
    const { client, command, respond } = args;
    const question = readQuestion(command.text);
    if (question?.kind === 'help') return replyToCommand(args, helpText(needs.mode));
    await replyToCommand(args);
    if (question?.kind === 'opt_out') {
      const text = await optOutReply(needs, question, command.user_id);
      await respond({ response_type: 'ephemeral', text });
      return;
    }
    if (question?.kind === 'my_number') {
      const reply = await myNumberReply(needs, codeQuestion(args, question.text));
      await respond({ response_type: 'ephemeral', ...reply });
      return;
    }
    if (question?.kind === 'groups') return replyWithGroups(needs, args);
    if (question?.kind === 'search') return replyToLookup(question, askerOf(args), respond);
    const view =
      question === undefined ? await openingForm(needs, args) : await openingList(needs, args, question.text);
    try {
      await openView(client, command.trigger_id, view);
    } catch (error) {
      needs.log.warn({ code: slackCodeOf(error) }, 'compose view not opened');
      await respond({ response_type: 'ephemeral', text: notOpened(slackCodeOf(error), command) });
    }
  };
}

function codeQuestion({ command, context }: SendCommandArgs, number: string) {
  const teamId = installationOf(context);
  const { channel_id: channelId, trigger_id, user_id: actorId } = command;
  return { teamId, actorId, channelId, number, dedupeKey: JSON.stringify([teamId, trigger_id]) };
}

function askerOf({ client, command, context }: Pick<SendCommandArgs, 'client' | 'command' | 'context'>): AskerInSlack {
  const { channel_id: channelId, user_id: actorId } = command;
  return {
    asker: { teamId: installationOf(context), channelId, actorId },
    workspaceUrl: workspaceUrlOf(context),
    timeZone: () => timeZoneOf(client, actorId),
  };
}

async function openingForm(needs: Needs, { command, context }: SendCommandArgs): Promise<ModalView> {
  const text = decodeCommandText(command.text);
  const notOffered = await needs.noteNotOffered(command.user_id, command.channel_id);
  const opening = openingState(text, command, needs.catalogue);
  const noted = { ...opening, metadata: { ...opening.metadata, ...(notOffered !== undefined && { notOffered }) } };
  const state = await stateWithDraft(needs, noted, text, {
    teamId: installationOf(context),
    actorId: command.user_id,
    channelId: command.channel_id,
  });
  return withSignedMetadata(context, composeView(state, needs));
}

/** The form for a list. Numbers in the command are no rows, so nothing but a template is read. */
function openingList(needs: ListContext, { command, context }: SendCommandArgs, text: string): Promise<ModalView> {
  const { note, template } = readArguments(decodeCommandText(text), needs.catalogue);
  const opened = { template, channelId: command.channel_id, responseUrl: command.response_url, banner: note };
  return newListForm(needs, { context, teamId: installationOf(context) }, opened);
}

/** A command without arguments goes on with what the person typed here before. */
async function stateWithDraft(
  { catalogue, formDrafts }: { readonly catalogue: FreshCatalogue; readonly formDrafts: Pick<FormDrafts, 'load'> },
  opening: ComposeState,
  text: string,
  place: FormPlace,
): Promise<ComposeState> {
  const draft = text === '' ? await formDrafts.load(place) : undefined;
  return draft === undefined ? opening : (formOfDraft(draft, opening, catalogue) ?? opening);
}

function openingState(
  text: string,
  command: { readonly channel_id: string; readonly response_url: string },
  catalogue: FreshCatalogue,
): ComposeState {
  const { template, recipients, note } = readArguments(text, catalogue);
  return {
    chosen: template === undefined ? undefined : { kind: 'listed', template },
    values: {},
    recipients,
    sender: undefined,
    channelId: command.channel_id,
    metadata: { channelId: command.channel_id, responseUrl: command.response_url, kept: {} },
    banner: note,
    freshness: catalogue.freshness(),
  };
}

function notOpened(code: string, { command }: { readonly command: string }): string {
  if (TOO_LATE.has(code)) {
    return `The form did not open: Slack allows 3 seconds for it, and it took longer. Nothing was sent. Type \`${command}\` again.`;
  }
  if (!SLACK_CODE.test(code)) {
    return `The form did not open: Slack did not answer or is busy. Nothing was sent. Type \`${command}\` again in a moment.`;
  }
  return `The form did not open: Slack refused it (\`${code}\`). Nothing was sent. Type \`${command}\` again in a moment; if that does not help, tell your admin.`;
}
