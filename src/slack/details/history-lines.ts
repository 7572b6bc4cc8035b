import type { RichTextElement } from '@slack/types';
import type { DeliveryFailure } from '../../core/explanations/failure.ts';
import type { Delivery } from '../../core/send/delivery/delivery.ts';
import type { HistoryEntry } from '../../core/send/delivery/history.ts';
import { STATUSES } from '../../core/send/delivery/status.ts';
import { text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';

const MAX_CODE_LENGTH = 30;
/** More than a delivery that ends well ever has; of a longer history the latest entries are shown. */
const MAX_ENTRIES = 15;
const SAID = { arrived: ' says it arrived', not_arrived: ' says it did not arrive' } as const;
const SAME_DAY_MS = 12 * 60 * 60_000;

/**
 * What happened to one delivery, on one line, oldest first.
 *
 * @param since the send's time: what came long after it is shown with its date.
 */
export function historyLine(since: Date, history: readonly HistoryEntry[]): RichTextElement[] {
  const events = history.filter(isNews);
  const shown = events.slice(-MAX_ENTRIES);
  const cut = events.length - shown.length;
  return [
    text(`${STATUSES.queued.label} `),
    dateElement(since, '{date_short_pretty} {time_secs}'),
    ...(cut === 0 ? [] : [text(` · … ${cut} earlier`, { italic: true })]),
    ...shown.flatMap((entry) => [text(' · '), ...entryElements(entry), text(' '), timeElement(entry.at, since)]),
  ];
}

/** That a request left is no news once its outcome is known. */
function isNews(entry: HistoryEntry, index: number, history: readonly HistoryEntry[]): boolean {
  return entry.from !== 'bot' || entry.status !== 'sending' || index === history.length - 1;
}

function timeElement(at: Date, since: Date): RichTextElement {
  const isLate = at.getTime() - since.getTime() > SAME_DAY_MS;
  return dateElement(at, isLate ? '{date_short_pretty} {time_secs}' : '{time_secs}');
}

function entryElements(entry: HistoryEntry): RichTextElement[] {
  if (entry.from === 'person') return [{ type: 'user', user_id: entry.actorId }, text(SAID[entry.said])];
  const { label, mark } = STATUSES[entry.status];
  const source = entry.from === 'report' ? ', by a delivery report' : sourceOf(entry.status);
  return [text(`${label} ${mark}${codePart(entry.failure)}${source}`)];
}

function sourceOf(status: Delivery['status']): string {
  if (status === 'queued') return ': nothing was sent, so it is tried again';
  return status === 'accepted' || status === 'rejected' ? ' by Kaleyra' : '';
}

function codePart(failure: DeliveryFailure | undefined): string {
  return failure?.code === undefined ? '' : ` (${untrustedLine(failure.code, MAX_CODE_LENGTH)})`;
}
