import type { ModalView } from '@slack/types';
import type { Log } from '../../../flow/ports/log.ts';
import type { Asker } from '../../../flow/ports/store/lookup.ts';
import type { WhoAnswered } from '../../../flow/replies/who-answered.ts';
import { installationOf } from '../../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { readSendMetadata, type SendMetadata } from '../../details/send-metadata.ts';
import { showDetails, showMessageIds, type ViewNeeds } from '../../details/show-views.ts';
import { whoAnsweredView } from '../../replies/who-answered-view.ts';
import type { PressArgs } from './press.ts';

type Needs = ViewNeeds & { readonly whoAnswered: WhoAnswered; readonly log: Log };

/** "Previous" and "Next" in the details, the message IDs and "Who answered". */
export function createTurnPageAction(needs: Needs) {
  return updateView(needs, (shown, { action }) => ({
    ...shown,
    page: pageNumber('value' in action ? action.value : undefined),
  }));
}

/** Which recipients the details list: all of them, or those that need attention. */
export function createChooseScopeAction(needs: Needs) {
  return updateView(needs, (shown, { action }) => {
    const chosen = 'selected_option' in action ? action.selected_option?.value : undefined;
    return { ...shown, page: 0, scope: chosen === 'attention' ? 'attention' : 'all' };
  });
}

/** Shows the view again as it is now, at the place that the press leads to. */
function updateView(needs: Needs, next: (shown: SendMetadata, press: Pick<PressArgs, 'action'>) => SendMetadata) {
  return async ({ ack, action, body, client, context }: PressArgs): Promise<void> => {
    await ack();
    const { view } = body;
    const shown = view && readSendMetadata(withTrustedMetadata(context, view).private_metadata);
    if (shown === undefined) return;
    const asker = { teamId: installationOf(context), channelId: shown.channelId, actorId: body.user.id };
    try {
      const updated = await viewAt(needs, next(shown, { action }), asker);
      if (updated !== undefined)
        await client.views.update({ view_id: view?.id ?? '', view: withSignedMetadata(context, updated) });
    } catch (error) {
      // The view stays as it is, and the button can be pressed again.
      needs.log.warn({ code: slackCodeOf(error) }, 'page not shown');
    }
  };
}

async function viewAt(
  needs: Needs,
  { page, scope, sendId }: SendMetadata,
  asker: Asker,
): Promise<ModalView | undefined> {
  if (scope === 'answers') {
    const answers = await needs.whoAnswered.page(sendId, asker, page);
    return answers && whoAnsweredView(answers, { channelId: asker.channelId });
  }
  if (scope === 'with_message_id') return showMessageIds(needs, sendId, asker, page);
  return showDetails(needs, sendId, asker, { scope, page });
}

/** A page that does not exist is none that a button of ours names. */
function pageNumber(value: string | undefined): number {
  const page = Number(value);
  return Number.isSafeInteger(page) && page >= 0 && page < 100_000 ? page : 0;
}
