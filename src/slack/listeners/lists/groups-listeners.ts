import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { installationOf } from '../../access/gate.ts';
import { openView } from '../../client/open-view.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { groupsReply } from '../../lists/groups-reply.ts';
import type { ListContext } from '../../lists/list-needs.ts';
import { type PressArgs, readPress, replyEphemerally } from '../actions/press.ts';
import { newListForm } from './open-list-form.ts';

type CommandArgs = Pick<SlackCommandMiddlewareArgs & AllMiddlewareArgs, 'command' | 'context' | 'respond'>;

const NOT_NOW = 'The groups could not be looked up just now. Try again in a moment.';
const DELETED = 'The group is deleted.';
const NOT_DELETED = 'Nothing changed: the group is gone already, or a colleague saved it, who alone can delete it.';

/** Replies to `/whatsapp-send groups`, to the person alone. */
export async function replyWithGroups(
  { lists, log }: Pick<ListContext, 'lists' | 'log'>,
  { command, context, respond }: CommandArgs,
): Promise<void> {
  const reply = await lists.groups
    .listGroups(installationOf(context))
    .then((groups) => groupsReply(groups, command.user_id))
    .catch((error: unknown) => {
      log.error({ err: error }, 'groups not listed');
      return { text: NOT_NOW };
    });
  await respond({ response_type: 'ephemeral', ...reply });
}

/** "Send to it…": the form for a list with this group chosen. */
export function createUseGroupAction(needs: ListContext) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, body, client, context } = args;
    await ack();
    const { asker, sendId: groupId } = readPress(args);
    const { channelId, teamId } = asker;
    const opened = { template: undefined, channelId, responseUrl: undefined, groupId };
    try {
      const view = await newListForm(needs, { context, teamId }, opened);
      await openView(client, body.trigger_id, view);
    } catch (error) {
      needs.log.warn({ code: slackCodeOf(error) }, 'list form not opened');
      await replyEphemerally(args, 'The form did not open. Press the button again in a moment.');
    }
  };
}

/** "Delete…", after its question. */
export function createDeleteGroupAction({ lists, log }: ListContext) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack();
    const { asker, sendId: groupId } = readPress(args);
    const sentence = await lists.groups
      .deleteGroup(asker.teamId, groupId, asker.actorId)
      .then((isDeleted) => (isDeleted ? DELETED : NOT_DELETED))
      .catch((error: unknown) => {
        log.error({ err: error }, 'group not deleted');
        return NOT_NOW;
      });
    await replyEphemerally(args, sentence);
  };
}
