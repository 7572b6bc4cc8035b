import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../src/core/send/delivery/history.ts';
import type { DeliveryStatus } from '../../../src/core/send/delivery/status.ts';
import { historyLine } from '../../../src/slack/details/history-lines.ts';

const SINCE = new Date('2026-11-22T14:02:00Z');
const HOUR_MS = 60 * 60_000;
const NEWS = 'accepted' satisfies DeliveryStatus;

function entry(status: DeliveryStatus, afterMs = 0, from: 'bot' | 'report' = 'bot'): HistoryEntry {
  return { from, at: new Date(SINCE.getTime() + afterMs), status, failure: undefined };
}

/** How the times of the entries are shown, behind that of the send. */
function timesOf(...entries: readonly HistoryEntry[]) {
  const times = historyLine(SINCE, entries).flatMap((element) => (element.type === 'date' ? [element.format] : []));
  return times.slice(1);
}

function wordsOf(...entries: readonly HistoryEntry[]): string {
  return historyLine(SINCE, entries)
    .map((element) => (element.type === 'text' ? element.text : ''))
    .join('');
}

describe('the line of what happened to one delivery', () => {
  it('has the day of what came more than twelve hours after the send, and of nothing sooner', () => {
    expect(timesOf(entry(NEWS, 1_000), entry('delivered', 12 * HOUR_MS), entry('read', 12 * HOUR_MS + 1))).toEqual([
      '{time_secs}',
      '{time_secs}',
      '{date_short_pretty} {time_secs}',
    ]);
  });

  it('says that the request left only until its outcome is known', () => {
    expect(timesOf(entry('sending'))).toHaveLength(1);
    expect(timesOf(entry('sending'), entry(NEWS))).toHaveLength(1);
    expect(timesOf(entry('sending', 0, 'report'), entry(NEWS))).toHaveLength(2);
  });

  it('shows the latest fifteen, and how many came before', () => {
    const entries = Array.from({ length: 18 }, (_, index) => entry(NEWS, index));

    expect(timesOf(...entries.slice(3))).toHaveLength(15);
    expect(wordsOf(...entries.slice(3))).not.toContain('earlier');
    expect(timesOf(...entries)).toHaveLength(15);
    expect(wordsOf(...entries)).toContain(' · … 3 earlier');
  });

  it.each<[DeliveryStatus, 'bot' | 'report', string]>([
    ['accepted', 'bot', 'accepted ✓ by Kaleyra '],
    ['rejected', 'bot', 'by Kaleyra '],
    ['delivered', 'report', ', by a delivery report '],
    ['queued', 'bot', ': nothing was sent, so it is tried again '],
  ])('says of %s who says so: %s', (status, from, words) => {
    expect(wordsOf(entry(status, 0, from))).toContain(words);
  });
});
