import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ResumeSending } from '../../../flow/account/resume-sending.ts';
import type { Log } from '../../../flow/ports/log.ts';
import { OWN_ID } from '../../ids.ts';

type ResumeArgs = Pick<
  SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs,
  'ack' | 'action' | 'body' | 'respond'
>;

const NOT_RESUMED = 'Sending is still paused: this could not be saved just now. Press Resume again in a moment.';

/** "Resume" in a pause notice. The notice is then updated with who pressed it. */
export function createResumeSendingAction({
  resumeSending,
  log,
}: {
  readonly resumeSending: ResumeSending;
  readonly log: Log;
}) {
  return async ({ ack, action, body, respond }: ResumeArgs): Promise<void> => {
    await ack();
    const pauseId = ('value' in action ? action.value : undefined) ?? '';
    if (!OWN_ID.test(pauseId)) return;
    try {
      await resumeSending(pauseId, body.user.id);
    } catch (error) {
      log.error({ err: error }, 'sending not resumed');
      await respond({ text: NOT_RESUMED, response_type: 'ephemeral', replace_original: false });
    }
  };
}
