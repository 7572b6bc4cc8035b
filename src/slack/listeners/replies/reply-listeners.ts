import {
  ANSWER_REPLY,
  ANSWER_VIEW,
  ANSWERS_FILE,
  OPEN_MEDIA,
  OPT_OUT_WRITER,
  SEND_TEMPLATE_INSTEAD,
  WHO_ANSWERED,
} from '../../ids.ts';
import { createAnswerSubmission } from './answer-submission.ts';
import {
  createAnswerAction,
  createOpenMediaAction,
  createOptOutWriterAction,
  createTemplateInsteadAction,
} from './reply-actions.ts';
import type { ReplyContext } from './reply-context.ts';
import { createAnswersFileAction, createWhoAnsweredAction } from './who-answered-actions.ts';

/** Every listener for replies, by the name that Slack sends back. */
export function createReplyListeners(context: ReplyContext) {
  return {
    actions: {
      [ANSWER_REPLY]: createAnswerAction(context),
      [OPEN_MEDIA]: createOpenMediaAction(context),
      [OPT_OUT_WRITER]: createOptOutWriterAction(context),
      [SEND_TEMPLATE_INSTEAD]: createTemplateInsteadAction(context),
      [WHO_ANSWERED]: createWhoAnsweredAction(context),
      [ANSWERS_FILE]: createAnswersFileAction(context),
    },
    views: { [ANSWER_VIEW]: createAnswerSubmission(context) },
  };
}
