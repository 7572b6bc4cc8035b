import type { ModalView } from '@slack/types';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { reviewAgain } from '../../compose/review/review-view.ts';
import { LIST_REVIEW_VIEW } from '../../ids.ts';
import { readListMetadata } from '../../lists/list-metadata.ts';
import type { ListContext } from '../../lists/list-needs.ts';
import { listReviewView } from '../../lists/list-review-view.ts';
import { readListReview } from '../../lists/read-list-review.ts';
import { askLabel, readUnapproved } from '../../rules/review-blocks.ts';
import type { ViewPressArgs } from '../actions/press.ts';

/** "Send now without waiting", ticked or not: the button of the review then says what it does. */
export function createSendUnapprovedAction(needs: Pick<ListContext, 'lists' | 'senders' | 'log'>) {
  return async (args: ViewPressArgs): Promise<void> => {
    await args.ack();
    const { body, client } = args;
    const { view } = body;
    if (view === undefined) return;
    try {
      const next = await viewNow(needs, args);
      if (next !== undefined) await client.views.update({ view_id: view.id, hash: view.hash, view: next });
    } catch (error) {
      // The button then says something else than it does; what is ticked counts.
      needs.log.info({ code: slackCodeOf(error) }, 'label of a review not changed');
    }
  };
}

async function viewNow(
  { lists, senders }: Pick<ListContext, 'lists' | 'senders'>,
  { body, context }: ViewPressArgs,
): Promise<ModalView | undefined> {
  const { user, view } = body;
  if (view === undefined) return undefined;
  if (view.callback_id !== LIST_REVIEW_VIEW) return reviewAgain(view, view.blocks, askLabel(readUnapproved(view)));
  const metadata = readListMetadata(withTrustedMetadata(context, view).private_metadata);
  const review = await lists.reviewList.load(metadata.draftId ?? '', user.id);
  const shown = { metadata, senders, inputs: readListReview(view) };
  return review && withSignedMetadata(context, listReviewView(review, shown));
}
