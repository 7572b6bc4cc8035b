import type { RichTextElement, RichTextSection } from '@slack/types';
import { formatCount } from '../../../core/format.ts';
import type { Send } from '../../../core/send/send.ts';
import { countStatuses } from '../../../core/send/status.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { dateElement } from '../../blocks/slack-date.ts';

/** Who cancelled a message, and for how many it was too late; empty where no one did. */
export function cancelNotes({ change, deliveries }: Pick<Send, 'change' | 'deliveries'>): RichTextSection[] {
  if (change?.state !== 'stopped') return [];
  const { at, by, onTheirWay = 0 } = change;
  const { cancelled, queued } = countStatuses(deliveries);
  // What is still queued cannot leave any more either: it is marked in pieces.
  const notLeft = cancelled + queued;
  const left = Math.max(deliveries.length - notLeft - onTheirWay, 0);
  const parts = [
    `${formatCount(notLeft)} had not left`,
    ...(onTheirWay > 0
      ? [`${formatCount(onTheirWay)} ${onTheirWay === 1 ? 'was' : 'were'} on ${onTheirWay === 1 ? 'its' : 'their'} way`]
      : []),
    ...(left > 0 ? [`${formatCount(left)} had left`] : []),
  ];
  const who: RichTextElement[] = by === undefined ? [] : [text(' by '), { type: 'user', user_id: by }];
  return [
    section(
      text('Cancelled', { bold: true }),
      ...who,
      text(' at '),
      dateElement(at, '{time}'),
      text(`: ${parts.join('; ')}.`),
    ),
  ];
}
