import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Log } from '../../flow/ports/log.ts';
import type { ResolveUnknown } from '../../flow/send/resolve-unknown.ts';
import { installationOf } from '../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../access/signed-metadata.ts';
import { bannerView } from '../blocks/banner.ts';
import { readSendMetadata } from '../details/send-metadata.ts';
import { NOT_SAVED, NOT_TICKED, readSettled, savedSentence } from '../details/settle-unknown.ts';
import { showDetails, type ViewNeeds } from '../details/show-views.ts';
import { NOT_FOUND_HERE } from './actions/open-and-fill.ts';

type SubmitDetailsArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

/** "Save": what a person knows of the unknown recipients that are ticked. The details are then shown as they are now. */
export function createDetailsSubmission(
  needs: ViewNeeds & { readonly resolveUnknown: ResolveUnknown; readonly log: Log },
) {
  return async ({ ack, body, context, view }: SubmitDetailsArgs): Promise<void> => {
    const shown = readSendMetadata(withTrustedMetadata(context, view).private_metadata);
    if (shown === undefined) return ack({ response_action: 'update', view: bannerView('Details', NOT_FOUND_HERE) });
    const { about, blockId, said } = readSettled(view, new Date(shown.asOf));
    if (said === undefined || about === undefined)
      return ack({ response_action: 'errors', errors: { [blockId]: NOT_TICKED } });
    const { channelId, page, scope, sendId } = shown;
    const asker = { teamId: installationOf(context), channelId, actorId: body.user.id };
    try {
      const resolved = await needs.resolveUnknown({ sendId, about, said, asker });
      const note = resolved.kind === 'saved' ? savedSentence(said, about, resolved.count) : NOT_FOUND_HERE;
      const at = { scope: scope === 'attention' ? scope : ('all' as const), page, note };
      const updated = await showDetails(needs, sendId, asker, at);
      const next = updated === undefined ? bannerView('Details', note) : withSignedMetadata(context, updated);
      await ack({ response_action: 'update', view: next });
    } catch (error) {
      needs.log.error({ err: error }, 'manual report not saved');
      await ack({ response_action: 'errors', errors: { [blockId]: NOT_SAVED } });
    }
  };
}
