import type { Explanations } from '../../../core/explanations/explanation.ts';
import type { Log } from '../../../flow/ports/log.ts';
import type { Lookup } from '../../../flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../../flow/ports/templates.ts';
import { installationOf } from '../../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { isAgainScope } from '../../compose/again-blocks.ts';
import { againChoice } from '../../compose/again-view.ts';
import { composeView, readComposeView } from '../../compose/compose-view.ts';
import type { FormFacts } from '../../compose/fixed-inputs.ts';
import { stateOf } from '../../compose/view-of-selection.ts';
import type { PressArgs } from './press.ts';

/** "Who gets it again?": fills in other recipients; the message stays as it was typed. */
export function createChooseAgainScopeAction(
  needs: FormFacts & {
    readonly lookup: Pick<Lookup, 'findSend'>;
    readonly catalogue: FreshCatalogue;
    readonly explanations: Explanations;
    readonly log: Log;
  },
) {
  return async ({ ack, action, body, client, context }: PressArgs): Promise<void> => {
    await ack();
    const scope =
      'selected_option' in action && action.type === 'radio_buttons' ? action.selected_option?.value : undefined;
    const { view } = body;
    if (view === undefined || !isAgainScope(scope)) return;
    const composed = readComposeView(withTrustedMetadata(context, view));
    const { metadata } = composed;
    const asker = { teamId: installationOf(context), channelId: metadata.channelId, actorId: body.user.id };
    const send = await needs.lookup.findSend(metadata.parentId ?? '', asker);
    if (send === undefined) return;
    const { again, banner, recipients } = againChoice(
      send,
      scope,
      needs.explanations,
      metadata.again?.hidden === undefined,
    );
    const next = { ...stateOf(composed, needs.catalogue), recipients, metadata: { ...metadata, again }, banner };
    try {
      const updated = withSignedMetadata(context, composeView(next, needs));
      await client.views.update({ view_id: view.id, hash: view.hash, view: updated });
    } catch (error) {
      // The view changed meanwhile, was closed, or Slack is busy. "Review" sees that another choice is shown than filled in.
      needs.log.info({ code: slackCodeOf(error) }, 'compose view not updated');
    }
  };
}
