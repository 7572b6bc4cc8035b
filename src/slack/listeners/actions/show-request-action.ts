import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ViewsPushArguments } from '@slack/web-api';
import type { Log } from '../../../flow/ports/log.ts';
import type { ShowRequest } from '../../../flow/send/show-request.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { requestView } from '../../compose/review/request-view.ts';
import { readReviewView } from '../../compose/review/review-view.ts';

type ShowRequestArgs = Pick<SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs, 'ack' | 'body'> & {
  readonly client: { readonly views: { push(args: ViewsPushArguments): Promise<unknown> } };
};

/** "Show request": a view on top of the review. It is the third, and Slack allows no more. */
export function createShowRequestAction(needs: { readonly showRequest: ShowRequest; readonly log: Log }) {
  return async ({ ack, body, client }: ShowRequestArgs): Promise<void> => {
    await ack();
    const draftId = body.view === undefined ? undefined : readReviewView(body.view);
    const shown = draftId === undefined ? undefined : await needs.showRequest(draftId, body.user.id);
    try {
      await client.views.push({ trigger_id: body.trigger_id, view: requestView(shown) });
    } catch (error) {
      needs.log.warn({ code: slackCodeOf(error) }, 'request not shown');
    }
  };
}
