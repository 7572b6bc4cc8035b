import { describe, expect, it } from 'vitest';
import { freshnessLine } from '../../../src/core/template/freshness-line.ts';

const NOW = new Date('2026-03-04T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function lineAfter(ms: number, problem?: string): string {
  return freshnessLine({ asOf: new Date(NOW.getTime() - ms), problem }, NOW);
}

describe('how old the list of templates is', () => {
  it.each([
    [0, 'just now'],
    [MINUTE - 1, 'just now'],
    [MINUTE, '1 min ago'],
    [HOUR - 1, '59 min ago'],
    [HOUR, '1 h ago'],
    [DAY - 1, '23 h ago'],
    [DAY, '1 day ago'],
    [2 * DAY - 1, '1 day ago'],
    [2 * DAY, '2 days ago'],
    [40 * DAY, '40 days ago'],
  ])('is said in the largest whole unit: %i ms', (ms, age) => {
    expect(lineAfter(ms)).toBe(`Template list updated ${age}.`);
  });

  it('is said with what hinders a newer one, and with what does not show then', () => {
    expect(lineAfter(HOUR, 'Kaleyra answered with HTTP 500')).toBe(
      'Template list updated 1 h ago: Kaleyra answered with HTTP 500. What WhatsApp paused or rejected since does not show.',
    );
  });

  it('is not said before there was a list', () => {
    expect(freshnessLine({ asOf: undefined, problem: undefined }, NOW)).toBe(
      'Templates of the file; Kaleyra’s list is on its way.',
    );
    expect(freshnessLine({ asOf: undefined, problem: 'Kaleyra answered with HTTP 500' }, NOW)).toBe(
      'Templates of the file only: Kaleyra answered with HTTP 500. What WhatsApp paused or rejected since does not show.',
    );
  });
});
