import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewClosedAction } from '@slack/bolt';
import type { FormDrafts } from '../../flow/send/form-drafts.ts';
import { installationOf } from '../access/gate.ts';
import { withTrustedMetadata } from '../access/signed-metadata.ts';
import { readComposeView } from '../compose/compose-view.ts';
import { saveFormDraft } from './save-form-draft.ts';

type ClosedArgs = Pick<
  SlackViewMiddlewareArgs<ViewClosedAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

/** The form was closed. Slack does not promise to tell what was typed by then; where it does not, an earlier draft stays. */
export function createComposeClosed(needs: { readonly formDrafts: FormDrafts }) {
  return async ({ ack, body, context, view }: ClosedArgs): Promise<void> => {
    await ack();
    const composed = readComposeView(withTrustedMetadata(context, view));
    await saveFormDraft(needs.formDrafts, composed, {
      teamId: installationOf(context),
      actorId: body.user.id,
      viewId: view.id,
    });
  };
}
