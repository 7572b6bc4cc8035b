import { formatCount, formatDuration } from '../../../core/format.ts';
import { askingWords } from '../../../core/rules/asking.ts';
import { countWaiting } from '../../../core/rules/quiet-wait.ts';
import { countedReasons } from '../../../core/send/delivery/cancel-reason.ts';
import { type StatusCounts, totalOf } from '../../../core/send/delivery/status.ts';
import type { ListProgress } from '../../../core/send/list-progress.ts';
import type { Send } from '../../../core/send/send.ts';
import type { SendState } from '../../../core/send/send-state.ts';
import { reportsMayCome } from '../notes/report-notes.ts';

/** A send that is a list. */
export type ListSend = Send & { readonly list: ListProgress };

export function isList(send: Send): send is ListSend {
  return send.list !== undefined;
}

export function stateOf({ change }: Send): SendState {
  return change?.state ?? 'sending';
}

/** How many rows have left, whatever became of them. */
export function leftCount(counts: StatusCounts): number {
  return totalOf(counts) - counts.queued - counts.sending - counts.cancelled;
}

/** Whether nothing is left to leave, and every answer is in. */
export function isFinished({ list: { counts } }: ListSend): boolean {
  return counts.queued === 0 && counts.sending === 0;
}

const BAR_LENGTH = 10;

/** `▓▓▓▓▓▓░░░░`: how much of a list has left; full only when everything has. */
export function progressBar({ list: { counts, rows } }: ListSend): string {
  const left = leftCount(counts);
  const filled = left >= rows ? BAR_LENGTH : Math.min(BAR_LENGTH - 1, Math.floor((left / rows) * BAR_LENGTH));
  return '▓'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled);
}

/**
 * `612 of 1,000 left · 590 delivered · 201 read · 9 failed · 3 unknown`. Once nothing more leaves, what has no final report
 * is counted too, so that the numbers add up.
 */
export function progressLine(send: ListSend): string {
  const { cancelReasons = {}, counts, rows } = send.list;
  const isAwaited = isFinished(send) && reportsMayCome(send);
  const left = leftCount(counts);
  const parts = [
    `${formatCount(left)} of ${formatCount(rows)} left`,
    ...part(counts.delivered + counts.read, 'delivered'),
    ...part(counts.read, 'read'),
    ...part(counts.failed + counts.rejected, 'failed'),
    ...part(counts.unknown, 'unknown'),
    ...countedReasons(cancelReasons).flatMap(({ count, words }) => part(count, words)),
    ...(isAwaited ? part(counts.accepted + counts.sent, 'awaiting a report') : []),
  ];
  return parts.join(' · ');
}

function part(count: number, word: string): string[] {
  return count === 0 ? [] : [`${formatCount(count)} ${word}`];
}

/**
 * How long the rest takes at the sender's send rate; undefined where nothing waits but for the end of quiet hours. How long the
 * rows before it took says nothing: a list waits for its time, for a yes after its first rows, and while it is paused.
 */
export function timeLeft({ list, quietWaits = [] }: ListSend, messagesPerSecond: number): string | undefined {
  const inLine = list.counts.queued - countWaiting(quietWaits);
  return inLine <= 0 ? undefined : `${formatDuration(inLine / messagesPerSecond)} to go`;
}

/** Whether a list ended before anything of it left. */
export function nothingLeft({ list: { counts } }: ListSend): boolean {
  return leftCount(counts) + counts.sending === 0;
}

/** `sends booking_confirm to 1,000 people`, by what the list is doing. */
export function storyVerb(send: ListSend): string {
  const asking = askingWords(send);
  if (asking !== undefined) return asking.verb;
  switch (stateOf(send)) {
    case 'scheduled':
      return 'is going to send';
    case 'held':
      return nothingLeft(send) ? 'is going to send' : 'is sending';
    case 'stopped':
      return nothingLeft(send) ? 'did not send' : 'was sending';
    case 'paused':
      return 'is sending';
    default:
      if (!isFinished(send)) return 'is sending';
      return nothingLeft(send) ? 'did not send' : 'sent';
  }
}
