import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Review, ReviewSend } from '../../flow/send/review-send.ts';
import type { FreshCatalogue } from '../../flow/templates/template-ports.ts';
import { installationOf } from '../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../access/signed-metadata.ts';
import { type Composed, readComposeView } from '../compose/compose-view.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import { problemsByBlock } from '../compose/problem-blocks.ts';
import { reviewView } from '../compose/review/review-view.ts';
import { viewOfSelection } from '../compose/view-of-selection.ts';

type SubmitComposeArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

/** "Review": shows problems under their inputs, or opens the review view on top of the form. */
export function createComposeSubmission(needs: {
  readonly reviewSend: ReviewSend;
  readonly catalogue: FreshCatalogue;
  readonly senders: readonly Sender[];
}) {
  return async ({ ack, body, context, view }: SubmitComposeArgs): Promise<void> => {
    const composed = readComposeView(withTrustedMetadata(context, view));
    // The fields of another template are still shown where an update of the view failed.
    const missed = viewOfSelection(composed, view.blocks, needs);
    if (missed !== undefined) return ack({ response_action: 'update', view: withSignedMetadata(context, missed) });
    const { channelId, responseUrl } = composed.input;
    const offered = body.response_urls?.find((url) => url.channel_id === channelId);
    const review = await needs.reviewSend({
      ...composed.input,
      responseUrl: offered?.response_url ?? responseUrl,
      teamId: installationOf(context),
      actorId: body.user.id,
    });
    if (!review.ok) return ack({ response_action: 'errors', errors: problemsByBlock(review.failure, view.blocks) });
    const noted = withAgainWarning(review.value, composed);
    return ack({ response_action: 'push', view: reviewView(noted, needs.senders) });
  };
}

/** The review repeats the warning about who may get the message twice. */
function withAgainWarning(review: Review, { metadata }: Composed): Review {
  const warning = metadata.again?.warning;
  return warning === undefined ? review : { ...review, notes: [`Sent again: ${warning}`, ...review.notes] };
}
