import type { RichTextElement, RichTextSection } from '@slack/types';
import type { DeliveryFailure } from '../../core/explanations/failure.ts';
import type { Delivery } from '../../core/send/delivery.ts';
import type { HistoryEntry } from '../../core/send/history.ts';
import { STATUSES } from '../../core/send/status.ts';
import { section, text } from '../blocks/rich-text.ts';
import { dateElement } from '../blocks/slack-date.ts';
import { untrustedLine } from '../blocks/untrusted-text.ts';

const MAX_CODE_LENGTH = 30;
/** More than a delivery that ends well ever has; of a longer history the latest entries are shown. */
const MAX_ENTRIES = 15;
const SAID = { arrived: ' says it arrived', not_arrived: ' says it did not arrive' } as const;

/** What happened to one delivery, one line for each event, oldest first. */
export function historyLines(createdAt: Date, history: readonly HistoryEntry[]): RichTextSection[] {
  const shown = history.slice(-MAX_ENTRIES);
  const cut = history.length - shown.length;
  return [
    section(dateElement(createdAt, TIME), text(`  queued ${STATUSES.queued.mark}`)),
    ...(cut === 0 ? [] : [section(text(`… ${cut} earlier`, { italic: true }))]),
    ...shown.map((entry) => section(dateElement(entry.at, TIME), text('  '), ...entryElements(entry))),
  ];
}

const TIME = '{date_short_pretty} {time_secs}';

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
