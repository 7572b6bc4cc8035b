import type { AllMiddlewareArgs } from '@slack/bolt';
import { withSignedMetadata } from '../../access/signed-metadata.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { fileSentence } from '../../files/file-sentence.ts';
import { whoAnsweredView } from '../../replies/who-answered-view.ts';
import { NOT_FOUND_HERE, openAndFill } from '../actions/open-and-fill.ts';
import { type PressArgs, readPress, replyEphemerally } from '../actions/press.ts';
import type { ReplyContext } from './reply-context.ts';

const TO_YOU = 'Who answered what is in a file that I sent you as a direct message: the app is under “Apps” in Slack.';

/** "Who answered". */
export function createWhoAnsweredAction(needs: ReplyContext) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, body, client, context } = args;
    await ack();
    const { asker, sendId } = readPress(args);
    const reply = (sentence: string) => replyEphemerally(args, sentence);
    const opening = { client, triggerId: body.trigger_id, title: 'Who answered', log: needs.log, reply };
    await openAndFill(opening, async () => {
      const page = await needs.whoAnswered.page(sendId, asker, 0);
      return page && withSignedMetadata(context, whoAnsweredView(page, { channelId: asker.channelId }));
    });
  };
}

/** "Send me a file": all of it, to the person alone; the view says so. */
export function createAnswersFileAction(needs: ReplyContext) {
  return async (args: PressArgs & Pick<AllMiddlewareArgs, 'context'>): Promise<void> => {
    const { ack, body, client, context } = args;
    await ack();
    const { asker, sendId } = readPress(args);
    try {
      const csv = await needs.whoAnswered.file(sendId, asker);
      const note = csv === undefined ? NOT_FOUND_HERE : await send(needs, sendId, asker.actorId, csv);
      const page = await needs.whoAnswered.page(sendId, asker, 0);
      if (page === undefined) return;
      const view = whoAnsweredView(page, { channelId: asker.channelId, note });
      await client.views.update({ view_id: body.view?.id ?? '', view: withSignedMetadata(context, view) });
    } catch (error) {
      needs.log.warn({ code: slackCodeOf(error) }, 'file of answers not sent');
    }
  };
}

async function send(needs: ReplyContext, sendId: string, userId: string, csv: string): Promise<string> {
  const file = { userId, name: `answers ${sendId}.csv`, bytes: Buffer.from(csv), comment: 'Who answered what.' };
  const sent = await needs.files.sendFile(file);
  return fileSentence(sent, TO_YOU);
}
