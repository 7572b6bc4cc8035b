import type { RichTextSection } from '@slack/types';
import { formatCount } from '../../../core/format.ts';
import { countStatuses, type StatusCounts, totalOf } from '../../../core/send/delivery/status.ts';
import type { Send } from '../../../core/send/send.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { byAt } from './by-at.ts';

/** Who cancelled a message, and for how many it was too late; empty where no one did. */
export function cancelNotes({ change, deliveries }: Pick<Send, 'change' | 'deliveries'>): RichTextSection[] {
  return stopNotes(change, countStatuses(deliveries));
}

/** The same from the counts of all recipients: `Stopped by @ravi at 14:02. 412 had left, 585 did not, 3 were on their way.` */
export function stopNotes(change: Send['change'], counts: StatusCounts): RichTextSection[] {
  if (change?.state !== 'stopped') return [];
  const { at, by, onTheirWay = counts.sending } = change;
  const total = totalOf(counts);
  // What is still queued cannot leave any more either: it is marked in pieces.
  const notLeft = counts.cancelled + counts.queued;
  const left = Math.max(total - notLeft - onTheirWay, 0);
  const isNothing = left + onTheirWay === 0;
  return [
    section(
      text(isNothing ? 'Cancelled' : 'Stopped', { bold: true }),
      ...byAt(by, at),
      text(isNothing ? '. Nothing of it has left.' : `. ${countsOfStop(left, notLeft, onTheirWay)}`),
    ),
  ];
}

function countsOfStop(left: number, notLeft: number, onTheirWay: number): string {
  const way = `${formatCount(onTheirWay)} ${onTheirWay === 1 ? 'was on its' : 'were on their'} way`;
  return `${formatCount(left)} had left, ${formatCount(notLeft)} did not${onTheirWay === 0 ? '' : `, ${way}`}.`;
}
