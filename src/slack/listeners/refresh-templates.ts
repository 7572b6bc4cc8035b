import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ViewsUpdateArguments } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import { composeView, readComposeView } from '../compose/compose-view.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import { chosenBy } from './choose-template.ts';

type RefreshTemplatesArgs = Pick<SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs, 'ack' | 'body'> & {
  readonly client: { readonly views: { update(args: ViewsUpdateArguments): Promise<unknown> } };
};

/** "Refresh templates": Kaleyra's list is read now, and the form shows what it says; what was typed stays. */
export function createRefreshTemplates(needs: {
  readonly catalogue: FreshCatalogue;
  readonly senders: readonly Sender[];
  readonly log: Log;
}) {
  return async ({ ack, body, client }: RefreshTemplatesArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    await needs.catalogue.refresh();
    const { input, metadata, selected, values } = readComposeView(view);
    const { channelId, recipients, sender } = input;
    const chosen = selected === undefined ? undefined : chosenBy(selected, needs.catalogue);
    const freshness = needs.catalogue.freshness();
    const next = composeView(
      { chosen, values, recipients, sender, channelId, metadata, freshness, notice: undefined },
      needs.senders,
    );
    try {
      // The hash lets Slack refuse an update of a form that went on meanwhile.
      await client.views.update({ view_id: view.id, hash: view.hash, view: next });
    } catch (error) {
      needs.log.info({ code: slackCodeOf(error) }, 'compose view not refreshed');
    }
  };
}
