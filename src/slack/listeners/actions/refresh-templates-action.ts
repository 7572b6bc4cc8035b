import type { Log } from '../../../flow/ports/log.ts';
import type { FreshCatalogue } from '../../../flow/ports/templates.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { composeView, readComposeView } from '../../compose/compose-view.ts';
import type { FormFacts } from '../../compose/fixed-inputs.ts';
import { stateOf } from '../../compose/view-of-selection.ts';
import type { ViewPressArgs } from './press.ts';

/** "Refresh templates": reads Kaleyra's list and shows it in the form; what was typed stays. */
export function createRefreshTemplatesAction(
  needs: FormFacts & {
    readonly catalogue: FreshCatalogue;
    readonly log: Log;
  },
) {
  return async ({ ack, body, client, context }: ViewPressArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    await needs.catalogue.refresh();
    const composed = readComposeView(withTrustedMetadata(context, view));
    const next = composeView(stateOf(composed, needs.catalogue), needs);
    try {
      // With the hash, Slack refuses the update if the form has changed meanwhile.
      await client.views.update({ view_id: view.id, hash: view.hash, view: withSignedMetadata(context, next) });
    } catch (error) {
      needs.log.info({ code: slackCodeOf(error) }, 'compose view not refreshed');
    }
  };
}
