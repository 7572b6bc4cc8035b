import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Repeat } from '../../flow/ports/repeats.ts';
import type { RequestSend } from '../../flow/send/request-send.ts';
import { installationOf } from '../access/gate.ts';
import { plainText } from '../blocks/inputs.ts';
import { noticeBlock, underNotice } from '../blocks/notice.ts';
import { readConfirmed, tickSentence, withRepeats } from '../compose/repeat-blocks.ts';
import { readReviewView } from '../compose/review-view.ts';
import { REVIEW_VIEW } from '../ids.ts';

type SubmitReviewArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

const MAX_TITLE_LENGTH = 24;
const DRAFT_LOST =
  'Nothing was sent: this review is too old and is no longer kept. Go back and press Review again; everything you typed is still there.';
const PERHAPS_RECORDED =
  'The ledger did not answer: it is not certain that the send was written down. Press the button again in a moment; it stays one send, and nobody gets it twice.';
const JUST_SENT = 'Nothing was sent yet: the same message was just sent. Look below before you send it a second time.';
const NOT_RECORDED =
  'Nothing was sent: the send could not be written down just now, and nothing leaves that is not. Press the button again in a moment; nobody gets it twice.';

/** "Send to 3 people": the send is committed before Slack hears yes. Pressed twice, it is the same send. */
export function createSubmitReview(needs: { readonly requestSend: RequestSend }) {
  return async ({ ack, body, context, view }: SubmitReviewArgs): Promise<void> => {
    const draftId = readReviewView(view);
    if (draftId === undefined) return ack({ response_action: 'update', view: lostView(view) });
    const confirmed = readConfirmed(view);
    if (confirmed.kind === 'unticked')
      return ack({ response_action: 'errors', errors: { [confirmed.blockId]: tickSentence(2) } });
    const requested = await needs.requestSend(
      draftId,
      `${installationOf(context)}:${view.id}`,
      body.user.id,
      confirmed.seenUntil,
    );
    switch (requested.kind) {
      case 'accepted':
        return ack({ response_action: 'clear' });
      case 'repeated':
        return ack({ response_action: 'update', view: repeatedView(view, requested.repeats) });
      case 'draft_lost':
        return ack({ response_action: 'update', view: lostView(view) });
      case 'not_saved':
        return ack({ response_action: 'update', view: retryView(view, NOT_RECORDED) });
      case 'uncertain':
        return ack({ response_action: 'update', view: retryView(view, PERHAPS_RECORDED) });
    }
  };
}

/** Without a button: there is nothing left here to send. */
function lostView(view: ViewOutput): ModalView {
  return {
    type: 'modal',
    callback_id: REVIEW_VIEW,
    private_metadata: view.private_metadata,
    title: plainText('Not sent', MAX_TITLE_LENGTH),
    close: plainText('Back', MAX_TITLE_LENGTH),
    blocks: [noticeBlock(DRAFT_LOST)],
  };
}

/** Somebody was faster with the same: the review stays, and asks for a second yes. */
function repeatedView(view: ViewOutput, repeats: readonly Repeat[]): ModalView {
  return reviewAgain(view, underNotice(JUST_SENT, withRepeats(view.blocks, repeats)));
}

/** The same review under a notice. */
function retryView(view: ViewOutput, sentence: string): ModalView {
  return reviewAgain(view, underNotice(sentence, view.blocks));
}

/** It keeps its view ID, and so its dedupe key. */
function reviewAgain(view: ViewOutput, blocks: ModalView['blocks']): ModalView {
  return {
    type: 'modal',
    callback_id: REVIEW_VIEW,
    private_metadata: view.private_metadata,
    title: plainText(view.title.text, MAX_TITLE_LENGTH),
    ...(view.submit === null ? {} : { submit: plainText(view.submit.text, MAX_TITLE_LENGTH) }),
    close: plainText('Back', MAX_TITLE_LENGTH),
    blocks,
  };
}
