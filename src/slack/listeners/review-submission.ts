import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { RulesSaid } from '../../core/rules/rules-said.ts';
import type { Repeat } from '../../flow/ports/store/repeats.ts';
import type { FormDrafts } from '../../flow/send/form-drafts.ts';
import type { RequestSend } from '../../flow/send/request-send.ts';
import { installationOf } from '../access/gate.ts';
import { bannerBlock, withBanner } from '../blocks/banner.ts';
import { modal } from '../blocks/modal.ts';
import { readException } from '../compose/review/exception-input.ts';
import { readConfirmed, tickSentence, withRepeats } from '../compose/review/repeat-blocks.ts';
import { readReviewedForm, readReviewView, reviewAgain } from '../compose/review/review-view.ts';
import { REVIEW_VIEW } from '../ids.ts';
import { ASK, ASK_NOW, NO_MORE_ASKING, readAsked, readUnapproved, withApproval } from '../rules/review-blocks.ts';

type SubmitReviewArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

const DRAFT_LOST =
  'Nothing was sent: this review is too old and is no longer kept. Go back and press Review again; everything you typed is still there.';
const MAYBE_RECORDED =
  'It is not certain that this was recorded, because the database did not respond. Press the button again in a moment: it is sent only once.';
const ALREADY_SENT =
  'Nothing was sent yet: this message was already sent to them. Look below before you send it a second time.';
const NOT_RECORDED =
  'Nothing was sent, because it could not be recorded just now. Press the button again in a moment: it is sent only once.';

const NOTHING_SENT = 'Nothing was sent.';
const SEND = 'Send';

/** "Send to 3 people", or "Ask for approval": commits the send, then acks. Pressed twice, it is one send. */
export function createReviewSubmission(needs: { readonly requestSend: RequestSend; readonly formDrafts: FormDrafts }) {
  return async ({ ack, body, context, view }: SubmitReviewArgs): Promise<void> => {
    const draftId = readReviewView(view);
    if (draftId === undefined) return ack({ response_action: 'update', view: lostView(view) });
    const confirmed = readConfirmed(view);
    if (confirmed.kind === 'unticked')
      return ack({ response_action: 'errors', errors: { [confirmed.blockId]: tickSentence(2) } });
    const chosen = readAsked(view);
    if ('errors' in chosen) return ack({ response_action: 'errors', errors: { ...chosen.errors } });
    const requested = await needs.requestSend({
      draftId,
      dedupeKey: dedupeKey(installationOf(context), view.id),
      actorId: body.user.id,
      seenUntil: confirmed.seenUntil,
      asked: chosen.asked,
      exceptionReason: readException(view),
    });
    switch (requested.kind) {
      case 'accepted': {
        const form = readReviewedForm(view);
        await ack({ response_action: 'clear' });
        if (form === undefined) return;
        const { channelId, formId } = form;
        const place = { teamId: installationOf(context), actorId: body.user.id, channelId };
        return needs.formDrafts.forget(place, formId);
      }
      case 'repeated':
        return ack({ response_action: 'update', view: repeatedView(view, requested.repeats) });
      case 'refused':
      case 'over_quota':
        return ack({ response_action: 'update', view: retryView(view, `${NOTHING_SENT} ${requested.sentence}`) });
      case 'rules_changed':
        return ack({ response_action: 'update', view: ruledView(view, requested.said) });
      case 'draft_lost':
        return ack({ response_action: 'update', view: lostView(view) });
      case 'not_saved':
        return ack({ response_action: 'update', view: retryView(view, NOT_RECORDED) });
      case 'uncertain':
        return ack({ response_action: 'update', view: retryView(view, MAYBE_RECORDED) });
    }
  };
}

/** The same for every press in one view. As JSON, so that no two pairs of IDs give one key. */
function dedupeKey(installationId: string, viewId: string): string {
  return JSON.stringify([installationId, viewId]);
}

/** Without a submit button, because there is nothing left to send. */
function lostView(view: ViewOutput): ModalView {
  return {
    ...modal('Not sent', 'Back'),
    callback_id: REVIEW_VIEW,
    private_metadata: view.private_metadata,
    blocks: [bannerBlock(DRAFT_LOST)],
  };
}

/** The same message was sent meanwhile: the review stays, and asks for a tick. */
function repeatedView(view: ViewOutput, repeats: readonly Repeat[]): ModalView {
  return reviewAgain(view, withBanner(ALREADY_SENT, withRepeats(view.blocks, repeats)));
}

/** The rules changed since the review, which now says what they are. */
function ruledView(view: ViewOutput, said: RulesSaid): ModalView {
  const isAsked = said.approval.length > 0;
  const blocks = withApproval(view.blocks, said, readUnapproved(view));
  return reviewAgain(view, withBanner(isAsked ? ASK_NOW : NO_MORE_ASKING, blocks), isAsked ? ASK : SEND);
}

/** The same review under a banner. */
function retryView(view: ViewOutput, sentence: string): ModalView {
  return reviewAgain(view, withBanner(sentence, view.blocks));
}
