import type { Log } from '../../../flow/ports/log.ts';
import type { ListRecipients } from '../../../flow/send/list-recipients.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { RECIPIENTS_PAGE_SIZE, withRecipientsPage } from '../../compose/review/recipient-pages.ts';
import { readReviewView, reviewAgain } from '../../compose/review/review-view.ts';
import type { ViewPressArgs } from './press.ts';

/** "Next recipients" and "Previous recipients" in the review; a tick that was set stays. */
export function createPageRecipientsAction(needs: { readonly listRecipients: ListRecipients; readonly log: Log }) {
  return async ({ ack, action, body, client }: ViewPressArgs): Promise<void> => {
    await ack();
    const { user, view } = body;
    const draftId = view === undefined ? undefined : readReviewView(view);
    const page = Number('value' in action ? action.value : Number.NaN);
    if (view === undefined || draftId === undefined || !Number.isSafeInteger(page) || page < 0) return;
    try {
      const part = { from: page * RECIPIENTS_PAGE_SIZE, count: RECIPIENTS_PAGE_SIZE };
      const listed = await needs.listRecipients(draftId, user.id, part);
      if (listed === undefined) return;
      const next = reviewAgain(view, withRecipientsPage(view.blocks, { ...listed, page }));
      await client.views.update({ view_id: view.id, hash: view.hash, view: next });
    } catch (error) {
      needs.log.warn({ code: slackCodeOf(error) }, 'page of recipients not shown');
    }
  };
}
