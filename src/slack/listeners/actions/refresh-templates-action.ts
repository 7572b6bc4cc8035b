import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ViewsUpdateArguments } from '@slack/web-api';
import type { Log } from '../../../flow/ports/log.ts';
import type { FreshCatalogue } from '../../../flow/ports/templates.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { composeView, readComposeView } from '../../compose/compose-view.ts';
import type { Sender } from '../../compose/fixed-inputs.ts';
import { chosenBy } from '../../compose/view-of-selection.ts';

type RefreshTemplatesArgs = Pick<
  SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context'
> & {
  readonly client: { readonly views: { update(args: ViewsUpdateArguments): Promise<unknown> } };
};

/** "Refresh templates": reads Kaleyra's list and shows it in the form; what was typed stays. */
export function createRefreshTemplatesAction(needs: {
  readonly catalogue: FreshCatalogue;
  readonly senders: readonly Sender[];
  readonly log: Log;
}) {
  return async ({ ack, body, client, context }: RefreshTemplatesArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    await needs.catalogue.refresh();
    const { input, metadata, selected, values } = readComposeView(withTrustedMetadata(context, view));
    const { channelId, country, recipients, sender } = input;
    const chosen = selected === undefined ? undefined : chosenBy(selected, needs.catalogue);
    const freshness = needs.catalogue.freshness();
    const next = composeView(
      { chosen, values, recipients, country, sender, channelId, metadata, freshness, banner: undefined },
      needs.senders,
    );
    try {
      // With the hash, Slack refuses the update if the form has changed meanwhile.
      await client.views.update({ view_id: view.id, hash: view.hash, view: withSignedMetadata(context, next) });
    } catch (error) {
      needs.log.info({ code: slackCodeOf(error) }, 'compose view not refreshed');
    }
  };
}
