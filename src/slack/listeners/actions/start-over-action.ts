import type { Log } from '../../../flow/ports/log.ts';
import type { FreshCatalogue } from '../../../flow/ports/templates.ts';
import type { FormDrafts } from '../../../flow/send/form-drafts.ts';
import { installationOf } from '../../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { composeView, readComposeView } from '../../compose/compose-view.ts';
import type { FormFacts } from '../../compose/fixed-inputs.ts';
import { placeOfForm } from '../../compose/form-draft.ts';
import { formIdOf } from '../save-form-draft.ts';
import type { ViewPressArgs } from './press.ts';

/** "Start over": the form is empty again, and its draft is forgotten. */
export function createStartOverAction(
  needs: FormFacts & {
    readonly catalogue: FreshCatalogue;
    readonly formDrafts: FormDrafts;
    readonly log: Log;
  },
) {
  return async ({ ack, body, client, context }: ViewPressArgs): Promise<void> => {
    await ack();
    const { user, view } = body;
    if (view === undefined) return;
    const composed = readComposeView(withTrustedMetadata(context, view));
    const { channelId, responseUrl, round = 0 } = composed.metadata;
    const next = composeView(
      {
        chosen: undefined,
        values: {},
        recipients: '',
        sender: undefined,
        channelId,
        metadata: { channelId, responseUrl, kept: {}, round: round + 1 },
        banner: undefined,
        freshness: needs.catalogue.freshness(),
      },
      needs,
    );
    await needs.formDrafts.forget(placeOfForm(installationOf(context), user.id, composed), formIdOf(view.id, composed));
    try {
      await client.views.update({ view_id: view.id, view: withSignedMetadata(context, next) });
    } catch (error) {
      needs.log.warn({ code: slackCodeOf(error) }, 'compose view not emptied');
    }
  };
}
