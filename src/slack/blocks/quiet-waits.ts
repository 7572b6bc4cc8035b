import type { RichTextElement, RichTextSection } from '@slack/types';
import { formatCount, formatNoun } from '../../core/format.ts';
import { groupWaits, type QuietGroup, type QuietWait } from '../../core/rules/quiet-wait.ts';
import { section, text } from './rich-text.ts';
import { dateElement } from './slack-date.ts';

/** `15 wait if sent now: the policy has quiet hours in India until today at 9:00 PM your time`, for a review, a line each. */
export function quietLines(waits: readonly QuietWait[]): RichTextSection[] {
  return groupWaits(waits).map(({ messages, where, ...end }) =>
    section(
      text(`${formatCount(messages)} ${messages === 1 ? 'waits' : 'wait'} if sent now`, { bold: true }),
      text(`: the policy has quiet hours ${where} until `),
      ...timeElements(end),
    ),
  );
}

/** `Waiting: 15 messages, because the policy has quiet hours in India. They leave by themselves today at 9:04 PM your time.` */
export function quietNotes(waits: readonly QuietWait[]): RichTextSection[] {
  return groupWaits(waits).map(({ messages, where, ...end }) =>
    section(
      text('Waiting: ', { bold: true }),
      text(`${formatNoun(messages, 'message')}, because the policy has quiet hours ${where}. `),
      text(`${messages === 1 ? 'It leaves' : 'They leave'} by ${messages === 1 ? 'itself' : 'themselves'} `),
      ...timeElements(end),
      text('.'),
    ),
  );
}

function timeElements({ isRemainder, until }: Pick<QuietGroup, 'isRemainder' | 'until'>): RichTextElement[] {
  const latest = isRemainder ? ' at the latest' : '';
  return [dateElement(until, '{date_short_pretty} at {time}'), text(` your time${latest}`)];
}
