import type { ModalView } from '@slack/types';
import type { Explanations } from '../../../core/explanations/explanation.ts';
import type { Log } from '../../../flow/ports/log.ts';
import type { Asker, Lookup } from '../../../flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../../flow/ports/templates.ts';
import { knowsRecipients } from '../../../flow/send/knows-recipients.ts';
import { withSignedMetadata } from '../../access/signed-metadata.ts';
import { bannerView } from '../../blocks/banner.ts';
import { againState, isTemplateSend } from '../../compose/again-view.ts';
import { composeView } from '../../compose/compose-view.ts';
import type { FormFacts } from '../../compose/fixed-inputs.ts';
import { showDetails, showMessageIds, type ViewNeeds } from '../../details/show-views.ts';
import { openAndFill } from './open-and-fill.ts';
import { type PressArgs, readPress, replyEphemerally } from './press.ts';

const ANSWERED_AGAIN =
  'This is an answer to what a person wrote. To write to them again, press “Answer on WhatsApp” under their reply.';

/** "Details": what has happened to every recipient so far. */
export function createOpenDetailsAction(needs: ViewNeeds & { readonly log: Log }) {
  return openView(needs, 'Details', (sendId, asker) => showDetails(needs, sendId, asker, { scope: 'all', page: 0 }));
}

/** "Message IDs". */
export function createOpenIdsAction(needs: ViewNeeds & { readonly log: Log }) {
  return openView(needs, 'Message IDs', (sendId, asker) => showMessageIds(needs, sendId, asker, 0));
}

/** "Send again…": the form, filled in. It sends nothing by itself. */
export function createOpenAgainAction(
  needs: FormFacts & {
    readonly lookup: Pick<Lookup, 'findHead' | 'findSend'>;
    readonly explanations: Explanations;
    readonly catalogue: Pick<FreshCatalogue, 'find' | 'freshness'>;
    readonly log: Log;
  },
) {
  return openView(needs, 'Send again', async (sendId, asker) => {
    const send = await needs.lookup.findSend(sendId, asker);
    if (send === undefined) return undefined;
    if (!isTemplateSend(send)) return bannerView('Send again', ANSWERED_AGAIN);
    const knows = await knowsRecipients(send, asker, needs.lookup);
    return composeView(againState(send, asker.actorId, needs.catalogue, needs.explanations, knows), needs);
  });
}

function openView(
  { log }: { readonly log: Log },
  title: string,
  show: (sendId: string, asker: Asker) => Promise<ModalView | undefined>,
) {
  return async (args: PressArgs): Promise<void> => {
    const { ack, body, client, context } = args;
    await ack();
    const { asker, sendId } = readPress(args);
    const reply = (sentence: string) => replyEphemerally(args, sentence);
    await openAndFill({ client, triggerId: body.trigger_id, title, log, reply }, async () => {
      const view = await show(sendId, asker);
      return view && withSignedMetadata(context, view);
    });
  };
}
