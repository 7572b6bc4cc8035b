import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { Review, ReviewSend } from '../../flow/send/review-send.ts';
import { installationOf } from '../access/gate.ts';
import { type Composed, readComposeView } from '../compose/compose-view.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import { problemsByBlock } from '../compose/problem-blocks.ts';
import { reviewView } from '../compose/review-view.ts';
import { viewOfSelection } from './choose-template.ts';

type SubmitComposeArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

/** "Review": what is wrong under each input, or the review view on top; the form stays beneath it. */
export function createSubmitCompose(needs: {
  readonly reviewSend: ReviewSend;
  readonly catalogue: FreshCatalogue;
  readonly senders: readonly Sender[];
}) {
  return async ({ ack, body, context, view }: SubmitComposeArgs): Promise<void> => {
    const composed = readComposeView(view);
    const overdue = viewOfSelection(composed, view.blocks, needs);
    if (overdue !== undefined) return ack({ response_action: 'update', view: overdue });
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

/** Who may get it twice is said once more where it is confirmed. */
function withAgainWarning(review: Review, { metadata }: Composed): Review {
  const warning = metadata.again?.warning;
  return warning === undefined ? review : { ...review, notes: [`Sent again: ${warning}`, ...review.notes] };
}
