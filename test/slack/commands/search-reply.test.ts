import { describe, expect, it } from 'vitest';
import type { SendPage, SendSummary } from '../../../src/flow/ports/store/lookup.ts';
import { readNextPage } from '../../../src/slack/commands/more-value.ts';
import { examplesReply, searchReply } from '../../../src/slack/commands/search-reply.ts';
import { phone } from '../../support/sends.ts';

const AT = new Date('2026-11-22T14:01:00Z');
const DATE = '<!date^1795356060^{date_short_pretty} {time}|2026-11-22 14:01 UTC>';
const NEXT = { query: {}, after: { at: AT, id: '01JD' } };

function summaryOf(change: Partial<SendSummary> = {}): SendSummary {
  return {
    id: '01JD',
    template: 'booking_confirm',
    language: 'en',
    channelId: 'C1',
    actorId: 'U1',
    createdAt: AT,
    counts: { delivered: 2 },
    matches: [],
    card: undefined,
    ...change,
  };
}

type Shown = Parameters<typeof searchReply>[0];

function replyTo(change: Partial<Omit<Shown, 'page'>> & { readonly page?: Partial<SendPage> } = {}) {
  const page = { summaries: [summaryOf()], next: undefined, stoppedAfter: undefined, ...change.page };
  const rest = { query: {}, count: undefined, isFirst: true, workspaceUrl: undefined, zoneNote: undefined };
  return searchReply({ ...rest, ...change, page });
}

/** The texts of the sections. */
function linesOf({ blocks }: ReturnType<typeof searchReply>): readonly string[] {
  return blocks.flatMap((block) => (block.type === 'section' ? [block.text?.text ?? ''] : []));
}

/** What the button for more carries; undefined when there is none. */
function moreOf({ blocks }: ReturnType<typeof searchReply>) {
  const more = blocks.find((block) => block.type === 'actions')?.elements[0];
  return more?.type === 'button' ? readNextPage(more.value ?? '') : undefined;
}

describe('messages that were searched for', () => {
  it('have a line each with what was sent, what became of it, when, by whom and where', () => {
    expect(linesOf(replyTo({ page: { summaries: [summaryOf({ counts: { failed: 1, delivered: 2 } })] } }))).toEqual([
      '*Latest messages from this channel and from you:*',
      `*booking_confirm* · English — 2 delivered · 1 not delivered\n${DATE} · by <@U1> · in <#C1> · \`01JD\``,
    ]);
  });

  it('have no language where none is known, and no channel where it is a conversation', () => {
    const summaries = [summaryOf({ language: undefined, channelId: 'D1' })];

    expect(linesOf(replyTo({ page: { summaries } }))[1]).toBe(
      `*booking_confirm* — 2 delivered\n${DATE} · by <@U1> · in a direct message · \`01JD\``,
    );
  });

  it('have the recipients that were searched for in place of all, five at most', () => {
    const matches = Array.from({ length: 6 }, (_, at) => ({
      recipient: phone(`+91987654321${at}`),
      status: 'delivered' as const,
    }));

    expect(linesOf(replyTo({ page: { summaries: [summaryOf({ matches })] } }))[1]).toContain(
      '— •••• 3210 delivered ✓✓, •••• 3211 delivered ✓✓, •••• 3212 delivered ✓✓, •••• 3213 delivered ✓✓, •••• 3214 delivered ✓✓\n',
    );
  });

  it('have a link to their card where the workspace’s address is known', () => {
    const card = { channelId: 'C2', ts: '1795356060.000100' };
    const link = '<https://acme.slack.com/archives/C2/p1795356060000100|Open the card>';

    const lines = (workspaceUrl: string | undefined, of: typeof card | undefined) =>
      linesOf(replyTo({ workspaceUrl, page: { summaries: [summaryOf({ card: of })] } }))[1];
    expect(lines('https://acme.slack.com/', card)).toContain(` · ${link} · `);
    expect(lines('https://acme.slack.com/', undefined)).not.toContain('Open the card');
    expect(lines(undefined, card)).not.toContain('Open the card');
  });

  it('have a button for more while there are more of as many as were asked for', () => {
    expect(moreOf(replyTo())).toBeUndefined();
    expect(moreOf(replyTo({ page: { next: NEXT } }))).toEqual({ ...NEXT, count: undefined });
    expect(moreOf(replyTo({ count: 12, page: { next: NEXT } }))).toEqual({ ...NEXT, count: 11 });
    expect(moreOf(replyTo({ count: 1, page: { next: NEXT } }))).toBeUndefined();
    expect(moreOf(replyTo({ count: 12 }))).toBeUndefined();
  });

  it('come with how many were looked at, and with whose days were meant, where that has to be said', () => {
    const page = { next: NEXT, stoppedAfter: 5_000 };
    const looked = 'I looked at 5,000 messages for this page. *More* looks at earlier ones.';

    expect(linesOf(replyTo({ page })).slice(2)).toEqual([looked]);
    expect(linesOf(replyTo({ zoneNote: 'Days are those of UTC.' })).slice(2)).toEqual(['Days are those of UTC.']);
    expect(linesOf(replyTo({ page, zoneNote: 'Days are those of UTC.' })).slice(2)).toEqual([
      `${looked} Days are those of UTC.`,
    ]);
  });

  it('are said to be what was asked for', () => {
    const asked = (query: Shown['query'], summaries = [summaryOf()]) => replyTo({ query, page: { summaries } }).text;
    const match = { recipient: phone('+919876543210'), status: 'delivered' } as const;

    expect(
      asked({
        template: 'booking_confirm',
        recipient: { kind: 'ending', digits: '6543210' },
        statuses: ['failed', 'rejected', 'failed'],
        actorId: 'U1',
        from: AT,
      }),
    ).toBe(
      'Latest messages “booking_confirm” to •••• 3210 that are not delivered or not sent by <@U1> of <!date^1795356060^{date_long}|2026-11-22 14:01 UTC> from this channel and from you:',
    );
    expect(asked({ recipient: { kind: 'number', number: phone('+919876543210') } })).toContain(' to •••• 3210 ');
    expect(asked({ recipient: { kind: 'as_in', deliveryId: 'd1' } })).toContain(' to this number ');
    expect(asked({ recipient: { kind: 'as_in', deliveryId: 'd1' } }, [summaryOf({ matches: [match] })])).toContain(
      ' to •••• 3210 ',
    );
  });

  it.each([
    [{ isFirst: false }, 'Earlier messages from this channel and from you:'],
    [{ page: { summaries: [], next: NEXT } }, 'No message so far.'],
    [{ page: { summaries: [], next: NEXT }, query: { actorId: 'U1' } }, 'No message by <@U1> so far.'],
    [
      { page: { summaries: [] }, isFirst: false, query: { actorId: 'U1' } },
      'There are no earlier messages by <@U1> from this channel or from you.',
    ],
    [{ page: { summaries: [] } }, 'Nothing has been sent from this channel or by you yet.'],
    [
      { page: { summaries: [] }, query: { actorId: 'U1' } },
      'There is no message by <@U1> from this channel or from you. Ask in the channel where it was sent.',
    ],
  ])('are said to be the latest, earlier ones or none: %j', (shown, title) => {
    expect(replyTo(shown).text).toBe(title);
  });
});

describe('words that were not understood', () => {
  it.each([
    [[], 'What do you want to look up? You can ask:'],
    [['nonsense'], 'I do not understand “nonsense” here. Nothing was sent. You can ask:'],
    [['x', '<@U2>'], 'I do not understand “x”, a second person (<@U2>) here.'],
    [['a', 'b', 'c', 'd', 'e'], 'I do not understand “a”, “b”, “c”, “d”, “e” here.'],
    [['a', 'b', 'c', 'd', 'e', 'f'], 'I do not understand “a”, “b”, “c”, “d”, “e” and more here.'],
  ])('are quoted, five at most, with examples of what can be asked: %j', (words, beginning) => {
    const { text } = examplesReply(words);

    expect(text).toContain(beginning);
    expect(text.match(/^• /gm)).toHaveLength(3);
  });
});

describe('what the button for more carries', () => {
  it.each([
    { after: { at: 1e308, id: 'S1' }, query: {} },
    { after: { at: -1e17, id: 'S1' }, query: {} },
    { after: { at: 1, id: 'S1' }, query: { from: 8.64e15 + 1 } },
    { after: { at: 1, id: 'S1' }, query: { until: 1e20 } },
  ])('is not read where a moment is none: %j', (carried) => {
    expect(readNextPage(JSON.stringify(carried))).toBeUndefined();
  });
});
