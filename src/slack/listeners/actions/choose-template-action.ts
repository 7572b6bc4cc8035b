import type { Log } from '../../../flow/ports/log.ts';
import type { FreshCatalogue } from '../../../flow/ports/templates.ts';
import type { FormDrafts } from '../../../flow/send/form-drafts.ts';
import { installationOf } from '../../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { readComposeView } from '../../compose/compose-view.ts';
import type { FormFacts } from '../../compose/fixed-inputs.ts';
import { viewOfSelection } from '../../compose/view-of-selection.ts';
import { saveFormDraft } from '../save-form-draft.ts';
import type { ViewPressArgs } from './press.ts';

/** Shows the fields of the chosen template; what was typed stays. */
export function createChooseTemplateAction(
  needs: FormFacts & {
    readonly catalogue: FreshCatalogue;
    readonly formDrafts: FormDrafts;
    readonly log: Log;
  },
) {
  return async ({ ack, body, client, context }: ViewPressArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (view === undefined) return;
    const composed = readComposeView(withTrustedMetadata(context, view));
    const next = viewOfSelection(composed, view.blocks, needs);
    if (next === undefined) return;
    try {
      await client.views.update({ view_id: view.id, view: withSignedMetadata(context, next) });
    } catch (error) {
      // The view was closed meanwhile, or Slack is busy. "Review" checks again and then shows the fields.
      needs.log.warn({ code: slackCodeOf(error) }, 'compose view not updated');
    }
    const by = { teamId: installationOf(context), actorId: body.user.id, viewId: view.id };
    await saveFormDraft(needs.formDrafts, composed, by);
  };
}
