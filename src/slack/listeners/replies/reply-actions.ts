import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Asker } from '../../../flow/ports/store/lookup.ts';
import type { Conversation } from '../../../flow/ports/store/replies/answers.ts';
import { openMedia } from '../../../flow/replies/open-media.ts';
import { withSignedMetadata } from '../../access/signed-metadata.ts';
import { untrustedMrkdwn } from '../../blocks/untrusted-text.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { composeView } from '../../compose/compose-view.ts';
import { fileSentence } from '../../files/file-sentence.ts';
import { answerView } from '../../replies/answer-view.ts';
import { templateForm } from '../../replies/template-form.ts';
import { writerText } from '../../replies/writer.ts';
import { openAndFill } from '../actions/open-and-fill.ts';
import { type PressArgs, replyEphemerally } from '../actions/press.ts';
import type { ReplyContext } from './reply-context.ts';
import { readReplyPress } from './reply-press.ts';

const NOT_HERE =
  'This reply cannot be looked up here. Members can answer it in its own channel; guests only what came on their own messages.';
const NOT_NOW = 'This could not be done just now, so nothing changed. Press the button again in a moment.';
const NO_NUMBER = 'WhatsApp did not say this person’s number, so there is nobody to opt out.';
const MEDIA_SENT = 'The file is in a direct message that I sent you.';
/** Of a masked number and a name. */
const MAX_WRITER_LENGTH = 150;

/** "Answer on WhatsApp": what they said, a field, and until when it may leave. */
export function createAnswerAction(needs: ReplyContext) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, body, client, context } = args;
    await ack();
    const { asker, replyId } = readReplyPress(args);
    const reply = (sentence: string) => replyEphemerally(args, sentence);
    const opening = { client, triggerId: body.trigger_id, title: 'Answer on WhatsApp', log: needs.log, reply };
    await openAndFill(opening, async () => {
      const conversation = await needs.findReply(replyId, asker);
      if (conversation === undefined) return undefined;
      return withSignedMetadata(context, answerView({ conversation, channelId: asker.channelId }));
    });
  };
}

/** "Open photo": the file to the person alone. */
export function createOpenMediaAction(needs: ReplyContext) {
  return pressed(needs, (conversation, asker) =>
    openMedia(
      conversation.reply,
      {
        userId: asker.actorId,
        comment: `From ${untrustedMrkdwn(writerText(conversation.reply), MAX_WRITER_LENGTH)}, on WhatsApp.`,
      },
      {
        fetchMedia: needs.replies.fetchMedia,
        sendFile: async (file) => fileSentence(await needs.files.sendFile(file), MEDIA_SENT),
      },
    ),
  );
}

/** "Opt this person out", where what they wrote may mean it. */
export function createOptOutWriterAction(needs: ReplyContext) {
  return pressed(needs, async ({ reply }, asker) => {
    if (reply.from === undefined) return NO_NUMBER;
    const by = { source: 'person', by: asker.actorId, evidence: reply.id } as const;
    const added = await needs.replies.addOptOuts({ numbers: [reply.from], scope: 'all', ...by });
    needs.log.info({ actorId: asker.actorId, added }, 'a person opted a recipient out');
    return `${writerText(reply)} gets no more messages from here.${added === 0 ? ' They were opted out before.' : ''}`;
  });
}

type ViewPress = Pick<
  SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs,
  'ack' | 'action' | 'body' | 'client' | 'context'
>;

/** "Send a template…", once the 24 hours are over: the form, to this person. */
export function createTemplateInsteadAction(needs: ReplyContext) {
  return async ({ ack, action, body, client, context }: ViewPress): Promise<void> => {
    await ack();
    const { asker, replyId } = readReplyPress({ action, body, context });
    const { view } = body;
    if (view === undefined) return;
    try {
      const conversation = await needs.findReply(replyId, asker);
      if (conversation === undefined) return;
      const form = templateForm(conversation, asker.channelId, needs.catalogue.freshness());
      if (form === undefined) return;
      const next = withSignedMetadata(context, composeView(form, needs));
      await client.views.update({ view_id: view.id, view: next });
    } catch (error) {
      needs.log.info({ code: slackCodeOf(error) }, 'form for a reply not opened');
    }
  };
}

type Act = (conversation: Conversation, asker: Asker) => Promise<string>;

/** @param act gives what to tell the person alone */
function pressed(needs: ReplyContext, act: Act) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack();
    const { asker, replyId } = readReplyPress(args);
    await replyEphemerally(args, await acted(needs, replyId, asker, act));
  };
}

async function acted(needs: ReplyContext, replyId: string, asker: Asker, act: Act): Promise<string> {
  try {
    const conversation = await needs.findReply(replyId, asker);
    return conversation === undefined ? NOT_HERE : await act(conversation, asker);
  } catch (error) {
    needs.log.error({ err: error }, 'press under a reply failed');
    return NOT_NOW;
  }
}
