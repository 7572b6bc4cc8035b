import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../src/core/send/delivery/history.ts';
import { ALL_STATUSES, countStatuses } from '../../../src/core/send/delivery/status.ts';
import { numbersFor } from '../../../src/core/send/number-shown.ts';
import { DETAILS_PAGE_SIZE, detailsView } from '../../../src/slack/details/details-view.ts';
import { shownText } from '../../support/block-walk.ts';
import { EXPLANATIONS } from '../../support/cards.ts';
import { deliveryAt, failure, listOf, phone, sendOf } from '../../support/sends.ts';
import { accepted } from '../../support/slack.ts';

const AT = new Date('2026-11-22T14:02:00Z');
const REASONS = ['no_answer', 'unclear_answer', 'refused', 'reported'] as const;

/** A recipient in any status, with one of several reasons and histories. */
const RECIPIENT = fc.record({
  status: fc.constantFrom(...ALL_STATUSES),
  reason: fc.constantFrom(...REASONS),
  code: fc.constantFrom(undefined, 'HTTP_500', 'E424', '131026', '<!here>'),
  seconds: fc.integer({ min: 0, max: 3 }),
});

describe('the details of a message', () => {
  it('fit into a view, with everybody once and in order, whatever became of them and whoever reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(RECIPIENT, { minLength: 1, maxLength: DETAILS_PAGE_SIZE }),
        fc.constantFrom('U1', 'U2'),
        async (recipients, readerId) => {
          const deliveries = recipients.map(({ status, reason, code }, position) =>
            deliveryAt(position, {
              status,
              recipient: phone(`+9198765${String(10_000 + position)}`),
              failure: failure({ reason, code }),
            }),
          );
          const history = new Map(
            recipients.map(({ status, seconds }, position): [string, HistoryEntry[]] => [
              `D${position}`,
              [{ from: 'bot', at: new Date(AT.getTime() + seconds * 1_000), status, failure: undefined }],
            ]),
          );
          const send = sendOf({ deliveries });
          const counts = countStatuses(deliveries);

          const view = detailsView({
            send,
            page: { deliveries, counts, page: 0, total: deliveries.length, asOf: AT },
            scope: 'all',
            history,
            show: numbersFor(readerId === send.actorId),
            channelId: 'C1',
            explanations: EXPLANATIONS,
            senders: [],
          });

          accepted(view);
          // Reasons name numbers too, above the list.
          const list = shownText(view.blocks).matchAll(/(\+9198765|•••• )(\d+) {3}/g);
          const shown = [...list].map(([, start, digits]) => `${start}${digits}`);
          const [start, from] = readerId === 'U1' ? ['+9198765', 10_000] : ['•••• ', 0];
          expect(shown).toEqual(
            deliveries.map(({ position }) => `${start}${String(from + position).padStart(from === 0 ? 4 : 5, '0')}`),
          );
          expect(view.submit !== undefined).toBe(counts.unknown > 0);
        },
      ),
    );
  }, 30_000);

  it('fit into a view on a full page of many, where everybody takes as much room as there is', () => {
    const deliveries = Array.from({ length: DETAILS_PAGE_SIZE }, (_, position) =>
      deliveryAt(position, { status: 'unknown', failure: failure({ reason: 'no_answer', code: undefined }) }),
    );
    const send = sendOf({ deliveries });

    const view = detailsView({
      send,
      page: { deliveries, counts: countStatuses(deliveries), page: 1, total: 3 * DETAILS_PAGE_SIZE, asOf: AT },
      scope: 'all',
      history: new Map(
        deliveries.map(({ id, position }): [string, HistoryEntry[]] => [
          id,
          [{ from: 'bot', at: new Date(AT.getTime() + position * 1_000), status: 'sending', failure: undefined }],
        ]),
      ),
      show: numbersFor(true),
      channelId: 'C1',
      explanations: EXPLANATIONS,
      senders: [],
      note: 'Saved.',
    });

    expect(accepted(view).blocks.length).toBeGreaterThan(DETAILS_PAGE_SIZE);
  });

  it('of a stopped list say what the card says of it', () => {
    const change = { state: 'stopped', by: 'U2', at: AT, reason: undefined, onTheirWay: 3 } as const;
    const send = listOf({ delivered: 414, unknown: 1, cancelled: 585 }, {}, change);

    const view = accepted(
      detailsView({
        send,
        page: { deliveries: [], counts: send.list.counts, page: 0, total: 1_000, asOf: AT },
        scope: 'all',
        history: new Map(),
        show: numbersFor(true),
        channelId: 'C1',
        explanations: EXPLANATIONS,
        senders: [],
      }),
    );

    expect(shownText(view.blocks)).toMatch(/Stopped by .* at .*\. 412 had left, 585 did not, 3 were on their way\./);
  });
});
