import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { installationOf } from '../../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { bannerView } from '../../blocks/banner.ts';
import {
  ANSWER_TEXT_BLOCK,
  answerView,
  readAnswerMetadata,
  readAnswerView,
  TICK_TO_ANSWER,
} from '../../replies/answer-view.ts';
import type { ReplyContext } from './reply-context.ts';

type SubmitArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

const NOT_FOUND =
  'Nothing was sent: this reply cannot be looked up here any more. Press “Answer on WhatsApp” under it again.';
const NOT_NOW = 'Nothing was sent, because the reply could not be looked up just now. Press Send again in a moment.';
const JUST_ANSWERED = 'Nothing was sent yet: a colleague has just answered. Read it before you send yours as well.';

/** "Send": commits the answer, then acks. Pressed twice, it is one answer; whatever does not work leaves the text as it is. */
export function createAnswerSubmission(needs: ReplyContext) {
  return async ({ ack, body, context, view }: SubmitArgs): Promise<void> => {
    const shown = readAnswerMetadata(withTrustedMetadata(context, view).private_metadata);
    const { seenUntil, text, unticked } = readAnswerView(view);
    if (unticked !== undefined) return ack({ response_action: 'errors', errors: { [unticked]: TICK_TO_ANSWER } });
    const update = (next: ModalView) => ack({ response_action: 'update', view: withSignedMetadata(context, next) });
    if (shown === undefined) return ack({ response_action: 'update', view: bannerView('Not sent', NOT_FOUND) });
    const { channelId, replyId } = shown;
    const asker = { teamId: installationOf(context), channelId, actorId: body.user.id };
    const conversation = await find(needs, replyId, asker);
    if (conversation === 'away') return ack({ response_action: 'errors', errors: { [ANSWER_TEXT_BLOCK]: NOT_NOW } });
    if (conversation === undefined) return ack({ response_action: 'update', view: bannerView('Not sent', NOT_FOUND) });
    const dedupeKey = JSON.stringify([asker.teamId, view.id]);
    const answered = await needs.replies.answerReply({ conversation, asker, text, dedupeKey, seenUntil });
    switch (answered.kind) {
      case 'accepted':
        return ack({ response_action: 'clear' });
      case 'problem':
        return ack({ response_action: 'errors', errors: { [ANSWER_TEXT_BLOCK]: answered.sentence } });
      case 'window_closed':
        return update(answerView({ conversation: { ...conversation, openUntil: undefined }, channelId, typed: text }));
      case 'answered': {
        const { answer } = answered;
        return update(answerView({ conversation, channelId, typed: text, answered: answer, banner: JUST_ANSWERED }));
      }
    }
  };
}

async function find(needs: ReplyContext, ...asked: Parameters<ReplyContext['findReply']>) {
  try {
    return await needs.findReply(...asked);
  } catch (error) {
    needs.log.error({ err: error }, 'reply not found');
    return 'away';
  }
}
