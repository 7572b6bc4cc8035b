import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Log } from '../../../flow/ports/log.ts';
import type { DecideSend } from '../../../flow/rules/decide-send.ts';
import { withTrustedMetadata } from '../../access/signed-metadata.ts';
import { bannerView } from '../../blocks/banner.ts';
import { DECLINE_REASON_INPUT } from '../../ids.ts';
import { decidedSentence, NOT_DECIDED } from '../../rules/decided-sentences.ts';
import { readDeclineView } from '../../rules/decline-view.ts';

type SubmitDeclineArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

const WHY = 'Write why, in a few words: whoever asked has to know what to change.';
const TITLE = 'Decline';

/** "Decline" with its reason: ends the send, and everybody's copy says why. What was typed stays where it could not be saved. */
export function createDeclineSubmission({ decideSend, log }: { readonly decideSend: DecideSend; readonly log: Log }) {
  return async ({ ack, body, context, view }: SubmitDeclineArgs): Promise<void> => {
    const declined = readDeclineView(withTrustedMetadata(context, view));
    const refuse = (sentence: string) =>
      ack({ response_action: 'errors', errors: { [DECLINE_REASON_INPUT]: sentence } });
    if (declined === undefined) return refuse('Close this and press Decline on the message again.');
    if (declined.reason === '') return refuse(WHY);
    try {
      const decided = await decideSend.decline({ ...declined, personId: body.user.id });
      const sentence = decidedSentence(decided);
      if (sentence === undefined) return ack({ response_action: 'clear' });
      // What was typed is kept for another try.
      if (decided.kind === 'roles_unknown') return refuse(sentence);
      return ack({ response_action: 'update', view: bannerView(TITLE, sentence) });
    } catch (error) {
      log.error({ sendId: declined.sendId, err: error }, 'decline not saved');
      return refuse(NOT_DECIDED);
    }
  };
}
