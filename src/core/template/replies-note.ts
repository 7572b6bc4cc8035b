import type { Template } from './template.ts';

/** Where the answers to a message go that invites them with buttons; undefined for any other message. */
export function repliesNote({ buttons }: Template): string | undefined {
  const labels = buttons.flatMap((button) => (button.kind === 'quick_reply' ? [`“${button.label}”`] : []));
  if (labels.length === 0) return undefined;
  const taps = labels.length === 1 ? labels[0] : `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}`;
  return `Nobody in Slack sees who taps ${taps} or writes back: that goes to Kaleyra.`;
}
