import type { RichTextElement, RichTextSection } from '@slack/types';
import { formatCount } from '../../../core/format.ts';
import { countStatuses, type StatusCounts } from '../../../core/send/delivery/status.ts';
import type { Send } from '../../../core/send/send.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { dateElement } from '../../blocks/slack-date.ts';

/** Who cancelled a message, and for how many it was too late; empty where no one did. */
export function cancelNotes({ change, deliveries }: Pick<Send, 'change' | 'deliveries'>): RichTextSection[] {
  return stopNotes(change, countStatuses(deliveries));
}

/** The same from the counts of all recipients. */
export function stopNotes(change: Send['change'], counts: StatusCounts): RichTextSection[] {
  if (change?.state !== 'stopped') return [];
  const { at, by, onTheirWay = 0 } = change;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  // What is still queued cannot leave any more either: it is marked in pieces.
  const notLeft = counts.cancelled + counts.queued;
  const left = Math.max(total - notLeft - onTheirWay, 0);
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
      text(left + onTheirWay > 0 ? 'Stopped' : 'Cancelled', { bold: true }),
      ...who,
      text(' at '),
      dateElement(at, '{time}'),
      text(`: ${parts.join('; ')}.`),
    ),
  ];
}
