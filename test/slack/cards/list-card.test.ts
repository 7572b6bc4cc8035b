import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsOf } from '../../../src/core/send/delivery/status.ts';
import type { SendStateChange } from '../../../src/core/send/send-state.ts';
import { listCard } from '../../../src/slack/cards/list/list-card.ts';
import { createListNews } from '../../../src/slack/cards/list/list-news.ts';
import { progressBar, progressLine } from '../../../src/slack/cards/list/list-words.ts';
import { failureNotice } from '../../../src/slack/cards/notices.ts';
import { shownText } from '../../support/block-walk.ts';
import { EXPLANATIONS } from '../../support/cards.ts';
import { listOf } from '../../support/sends.ts';

const AT = new Date('2026-11-28T14:02:00Z');

function shown(send: ReturnType<typeof listOf>): string {
  return shownText(
    listCard(send, { role: 'channel', explanations: EXPLANATIONS, senders: [], messagesPerSecond: 40, mode: 'live' })
      .blocks,
  );
}

function changeTo(state: SendStateChange['state'], reason?: string): SendStateChange {
  return { state, by: reason === undefined ? 'U2' : undefined, at: AT, reason };
}

describe('the card of a list', () => {
  it('tells in one line how far it has come', () => {
    const send = listOf({ queued: 388, accepted: 10, delivered: 389, read: 201, failed: 9, unknown: 3 });

    expect(shown(send)).toContain('▓▓▓▓▓▓░░░░ 612 of 1,000 left · 590 delivered · 201 read · 9 failed · 3 unknown');
  });

  it.each([
    [{ delivered: 3 }, 'The first 3 rows are delivered. Look at a phone before the other 297 leave.'],
    [{ delivered: 1, accepted: 2 }, 'The first 3 rows left, and 1 is delivered so far. Look at a phone'],
    [{ delivered: 2, cancelled: 1 }, '2 of the first 3 rows left, and 2 are delivered so far. Look at a phone'],
    [{ cancelled: 3 }, 'Nothing of the first 3 rows left. The other 297 wait for your yes.'],
  ])(
    'asks for the others by what became of the first rows, those included that were kept back: %o',
    (counts, words) => {
      const send = listOf({ queued: 297, ...counts }, { trialRows: 3, isAskingForRest: true }, changeTo('trial'));

      expect(shown(send)).toContain(words);
    },
  );

  it('says how long the rest takes at the sender’s pace, however long the list had waited', () => {
    const longAgo = new Date(AT.getTime() - 86_400_000);
    const send = { ...listOf({ queued: 4_000, delivered: 3 }), createdAt: longAgo };

    expect(shown(send)).toContain('about 2 min to go');
    expect(shown({ ...listOf({ delivered: 3 }), createdAt: longAgo })).not.toContain('to go');
  });

  it('does not count into that what waits for the end of quiet hours, and says how many these are', () => {
    const quietWaits = [{ region: 'IN', messages: 4_000, until: AT }];
    const all = { ...listOf({ queued: 4_000, delivered: 3 }), quietWaits };

    expect(shown(all)).not.toContain('to go');
    expect(shown(all)).toContain(
      'Waiting: 4,000 messages, because the policy has quiet hours in India. They leave by themselves ',
    );
    expect(shown({ ...listOf({ queued: 6_400, delivered: 3 }), quietWaits })).toContain('about 60 s to go');
  });

  it('counts everything that has left once nothing more leaves', () => {
    const ended = fc.record({
      accepted: fc.nat(300),
      sent: fc.nat(300),
      delivered: fc.nat(300),
      read: fc.nat(300),
      failed: fc.nat(300),
      unknown: fc.nat(300),
      cancelled: fc.nat(300),
    });
    fc.assert(
      fc.property(ended, (counts) => {
        const words = progressLine(listOf(counts)).replaceAll(',', '');
        const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(words)?.[1] ?? 0);

        const named = count('delivered') + count('failed') + count('unknown') + count('awaiting a report');
        expect(named).toBe(count('of \\d+ left'));
      }),
    );
  });

  it('says who stopped it and what became of the rest', () => {
    const send = listOf({ delivered: 412, cancelled: 585, sending: 3 }, {}, changeTo('stopped'));

    expect(shown(send)).toContain('412 had left, 585 did not, 3 were on their way.');
    expect(shown(send)).toContain('Send the rest…');

    const change = { ...changeTo('stopped'), onTheirWay: 3 };
    const settled = listOf({ delivered: 414, unknown: 1, cancelled: 585 }, {}, change);
    expect(shown(settled)).toContain('412 had left, 585 did not, 3 were on their way.');
    expect(shown(settled)).toContain('415 of 1,000 left');
  });

  it('says why it is held, and asks', () => {
    const send = listOf({ queued: 5 }, { dueAt: AT }, changeTo('held', 'template_changed'));

    expect(shown(send)).toContain('and the text of its template has changed.');
    expect(shown(send)).toContain('Send now');
  });

  it.each([
    ...['late', 'template_gone', 'template_changed', 'template_not_approved', 'sender_gone', 'not_allowed'],
    ...['needs_approval', 'approval_missing', 'asked_again'],
  ])('says what to do while it is held, unless its approval says so: %s', (reason) => {
    for (const dueAt of [AT, undefined]) {
      const said = shown(listOf({ queued: 5 }, { dueAt }, changeTo('held', reason)));
      const isApproval = ['needs_approval', 'approval_missing', 'asked_again'].includes(reason);

      expect(/press Send now|Press Send now/.test(said)).toBe(!isApproval);
    }
  });

  it('shows the commonest reasons with how many rows each has, and the rows that were left out', () => {
    const failure = { reason: 'reported', code: '131026', text: undefined } as const;
    const send = listOf({ failed: 9, delivered: 91 }, { topReasons: [{ failure, rows: 9 }], rowsLeftOut: 7 });

    expect(shown(send)).toMatch(/9 rows: .*\(131026\)/);
    expect(shown(send)).toContain('7 rows were left out by');
    expect(shown(listOf({ delivered: 91 }, { rowsLeftOut: 1 }))).toContain('1 row was left out by');
    expect(shown(listOf({ delivered: 91 }, { rowsLeftOut: 0 }))).not.toContain('left out');
  });

  it('shows as many blocks for ten thousand rows as for a hundred', () => {
    const blocks = (delivered: number) =>
      listCard(listOf({ delivered }), {
        role: 'channel',
        explanations: EXPLANATIONS,
        senders: [],
        messagesPerSecond: 40,
        mode: 'live',
      }).blocks;

    expect(blocks(10_000).length).toBe(blocks(100).length);
  });

  it('fills its bar only when everything has left', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (delivered, queued) => {
        fc.pre(delivered + queued > 0);
        const bar = progressBar(listOf({ delivered, queued }));

        expect([...bar]).toHaveLength(10);
        expect(bar.includes('░')).toBe(queued > 0);
      }),
    );
  });
});

describe('the notice in the thread of a list’s card', () => {
  it('tells how many rows did not arrive, and why', () => {
    const failure = { reason: 'reported', code: '131026', text: undefined } as const;
    const send = listOf({ failed: 9, delivered: 391 }, { topReasons: [{ failure, rows: 9 }] });

    const notice = failureNotice(send, EXPLANATIONS);

    expect(notice.text).toContain('9 of 400 not delivered');
    expect(shownText(notice.blocks)).toMatch(/9 rows: .*131026/);
  });
});

describe('updates of a list’s card', () => {
  it('come at once for what people wait for, and seldom for counts', () => {
    const news = createListNews();
    const send = { ...listOf({ queued: 50, delivered: 50 }), createdAt: AT };
    news.shown('card', send);

    expect(
      news.isNews('card', { ...send, list: { ...send.list, counts: countsOf({ queued: 1, delivered: 99 }) } }),
    ).toBe(false);
    expect(news.isNews('card', { ...send, change: changeTo('paused') })).toBe(true);
    const quietWaits = [{ region: 'IN', messages: 1, until: AT }];
    expect(news.isNews('card', { ...send, quietWaits })).toBe(true);
    expect(news.isNews('card', { ...send, list: { ...send.list, counts: countsOf({ delivered: 100 }) } })).toBe(true);
    expect(news.updateEveryMs(send, new Date(AT.getTime() + 30_000))).toBe(3_000);
    expect(news.updateEveryMs(send, new Date(AT.getTime() + 90_000))).toBe(10_000);
  });
});
