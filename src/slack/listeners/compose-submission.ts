import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { Review, ReviewSend } from '../../flow/send/review-send.ts';
import { installationOf } from '../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../access/signed-metadata.ts';
import { type Composed, readComposeView } from '../compose/compose-view.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import { problemsByBlock } from '../compose/problem-blocks.ts';
import { withRoomWarning } from '../compose/recipients-room.ts';
import { reviewView } from '../compose/review/review-view.ts';
import { viewOfSelection } from '../compose/view-of-selection.ts';
import { CONVERSATION_ID } from '../ids.ts';

type SubmitComposeArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

const NOT_CONFIRMED = {
  field: 'channel',
  sentence: 'Slack did not confirm that you can post there. Choose it again, or choose another conversation.',
} as const;

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
    const proof = body.response_urls?.find((url) => url.channel_id === channelId);
    if (!mayPostIn(channelId, composed.metadata.channelId, proof !== undefined))
      return ack({ response_action: 'errors', errors: problemsByBlock([NOT_CONFIRMED], view.blocks) });
    const review = await needs.reviewSend({
      ...composed.input,
      responseUrl: proof?.response_url ?? responseUrl,
      teamId: installationOf(context),
      actorId: body.user.id,
    });
    if (!review.ok) return ack({ response_action: 'errors', errors: problemsByBlock(review.failure, view.blocks) });
    const noted = withAgainWarning(withRoomWarning(review.value, composed.input.recipients), composed);
    return ack({ response_action: 'push', view: reviewView(noted, needs.senders) });
  };
}

/**
 * Whether the result may be posted there: where the command was run, or where Slack gave a response URL for this submission.
 * Slack gives one only for a conversation that the person has chosen; the form's own state is whatever the client sends.
 */
function mayPostIn(channelId: string, commandChannelId: string, isProven: boolean): boolean {
  return CONVERSATION_ID.test(channelId) && (channelId === commandChannelId || isProven);
}

/** The review repeats the warning about who may get the message twice. */
function withAgainWarning(review: Review, { metadata }: Composed): Review {
  const warning = metadata.again?.warning;
  if (warning === undefined) return review;
  const { notes } = review;
  return { ...review, notes: { ...notes, first: [`Sent again: ${warning}`, ...notes.first] } };
}
