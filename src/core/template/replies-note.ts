import { payloadPlaces } from './fields/button-fields.ts';
import type { TemplateMessage } from './message/message.ts';
import type { Template } from './template.ts';

/**
 * Where the answers to a message go that invites them with buttons; undefined for any other message.
 *
 * @param arrive whether what people answer comes to the bot
 */
export function repliesNote(
  { buttons }: Pick<Template, 'buttons'>,
  { payloads }: Pick<TemplateMessage, 'payloads'>,
  arrive: boolean,
): string | undefined {
  const labels = buttons.flatMap((button) => (button.kind === 'quick_reply' ? [`“${button.label}”`] : []));
  if (labels.length === 0) return undefined;
  const taps = labels.length === 1 ? labels[0] : `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}`;
  if (!arrive) return `Nobody in Slack sees who taps ${taps} or writes back: that goes to Kaleyra.`;
  const isMarked = payloadPlaces(buttons).some((_, button) => (payloads[button] ?? '') === '');
  const mark = isMarked
    ? ' A button without a hidden code carries a mark of mine, by which I find the message again.'
    : '';
  return `Who taps ${taps} or writes back is shown in the thread of this message.${mark}`;
}
