import type { Log } from '../../flow/ports/log.ts';
import type { SendFinder } from '../../flow/ports/lookup.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import { installationOf } from '../access/gate.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import { isAgainScope } from '../compose/again-blocks.ts';
import { againChoice } from '../compose/again-view.ts';
import { composeView, readComposeView } from '../compose/compose-view.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import { chosenBy } from './choose-template.ts';
import type { PressArgs } from './press-args.ts';

/** "Who gets it again?": other recipients in the form; the message stays as it was typed. */
export function createChooseAgainScope(needs: {
  readonly lookup: SendFinder;
  readonly catalogue: FreshCatalogue;
  readonly senders: readonly Sender[];
  readonly log: Log;
}) {
  return async ({ ack, action, body, client, context }: PressArgs): Promise<void> => {
    await ack();
    const scope =
      'selected_option' in action && action.type === 'radio_buttons' ? action.selected_option?.value : undefined;
    const { view } = body;
    if (view === undefined || !isAgainScope(scope)) return;
    const { input, metadata, selected, values } = readComposeView(view);
    const asker = { teamId: installationOf(context), channelId: metadata.channelId, actorId: body.user.id };
    const send = await needs.lookup.findSend(metadata.parentId ?? '', asker);
    if (send === undefined) return;
    const { again, notice, recipients } = againChoice(send, scope);
    const { channelId, sender } = input;
    const chosen = selected === undefined ? undefined : chosenBy(selected, needs.catalogue);
    const freshness = needs.catalogue.freshness();
    const next = { chosen, values, recipients, sender, channelId, metadata: { ...metadata, again }, notice, freshness };
    try {
      await client.views.update({ view_id: view.id, view: composeView(next, needs.senders) });
    } catch (error) {
      needs.log.warn({ code: slackCodeOf(error) }, 'compose view not updated');
    }
  };
}
