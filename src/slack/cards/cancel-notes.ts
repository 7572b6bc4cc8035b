import type { RichTextSection } from '@slack/types';
import { formatCount } from '../../core/format.ts';
import type { Send } from '../../core/send/send.ts';
import { countStatuses } from '../../core/send/status.ts';
import { section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';

/** Who cancelled a message, and for how many it was too late; empty where nobody did. */
export function cancelNotes({
  cancellation,
  deliveries,
}: Pick<Send, 'cancellation' | 'deliveries'>): RichTextSection[] {
  if (cancellation === undefined) return [];
  const { at, by, onTheirWay } = cancellation;
  const { cancelled } = countStatuses(deliveries);
  const left = Math.max(deliveries.length - cancelled - onTheirWay, 0);
  const parts = [
    `${formatCount(cancelled)} had not left`,
    ...(onTheirWay > 0
      ? [`${formatCount(onTheirWay)} ${onTheirWay === 1 ? 'was' : 'were'} on ${onTheirWay === 1 ? 'its' : 'their'} way`]
      : []),
    ...(left > 0 ? [`${formatCount(left)} had left`] : []),
  ];
  return [
    section(
      text('Cancelled', { bold: true }),
      text(' by '),
      { type: 'user', user_id: by },
      text(' at '),
      dateElement(at, '{time}'),
      text(`: ${parts.join('; ')}.`),
    ),
  ];
}
