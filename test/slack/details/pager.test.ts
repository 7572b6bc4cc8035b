import { describe, expect, it } from 'vitest';
import type { DeliveryPage } from '../../../src/flow/ports/store/lookup.ts';
import { pageButtons, pagerBelow, placeLine } from '../../../src/slack/details/pager.ts';
import { NEXT_PAGE, PREVIOUS_PAGE } from '../../../src/slack/ids.ts';

const SIZE = 40;

/** Only how many there are counts here. */
function pageOf(page: number, total: number) {
  const shown = Math.max(0, Math.min(SIZE, total - page * SIZE));
  return { page, total, deliveries: Array.from({ length: shown }, () => ({}) as DeliveryPage['deliveries'][number]) };
}

describe('the pages of a send', () => {
  it.each([0, 1, SIZE - 1, SIZE])('have no buttons and no line where one page has all %i', (total) => {
    const page = pageOf(0, total);

    expect([pageButtons(page, SIZE), pagerBelow(page, SIZE), placeLine(page, SIZE)]).toEqual([[], [], []]);
  });

  it.each([
    [0, 41, [[NEXT_PAGE, '1']], '1–40 of 41 recipients.'],
    [1, 41, [[PREVIOUS_PAGE, '0']], '41–41 of 41 recipients.'],
    [0, 80, [[NEXT_PAGE, '1']], '1–40 of 80 recipients.'],
    [1, 80, [[PREVIOUS_PAGE, '0']], '41–80 of 80 recipients.'],
    [
      26,
      1_201,
      [
        [PREVIOUS_PAGE, '25'],
        [NEXT_PAGE, '27'],
      ],
      '1,041–1,080 of 1,201 recipients.',
    ],
  ] as const)(
    'lead from page %i of %i to its neighbours, and say which recipients it has',
    (at, total, buttons, line) => {
      const page = pageOf(at, total);

      expect(pageButtons(page, SIZE).map(({ action_id, value }) => [action_id, value])).toEqual(buttons);
      expect(pagerBelow(page, SIZE)).toMatchObject([{ elements: pageButtons(page, SIZE) }]);
      expect(JSON.stringify(placeLine(page, SIZE))).toContain(line);
    },
  );
});
