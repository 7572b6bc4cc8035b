import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Conversation } from '../../flow/ports/store/replies/answers.ts';
import type { TemplateFreshness } from '../../flow/ports/templates.ts';
import type { ComposeState } from '../compose/compose-view.ts';

/**
 * The form to one person who wrote, whose number the form does not show: it is looked up again when the form is submitted.
 *
 * @returns undefined where WhatsApp did not say the number
 */
export function templateForm(
  { channelId: home, reply, sender }: Conversation,
  channelId: string,
  freshness: TemplateFreshness,
): ComposeState | undefined {
  if (reply.from === undefined) return undefined;
  return {
    chosen: undefined,
    values: {},
    recipients: '',
    sender,
    channelId: home ?? channelId,
    metadata: { channelId, kept: {}, toReply: { id: reply.id, shown: maskPhoneNumber(reply.from) } },
    banner: undefined,
    freshness,
  };
}
