import { describe, expect, it } from 'vitest';
import { completionsOf } from '../../../sandbox/page/chat/commands.ts';
import { choicesOf, filterChoices, optionsOf, step } from '../../../sandbox/page/kit/elements/choices.ts';
import { cellText, nextSorting, rowsOf, sortRows } from '../../../sandbox/page/kit/table-rows.ts';
import { readableNumber } from '../../../sandbox/page/panel/phone-numbers.ts';
import { readReportAddress } from '../../../sandbox/page/panel/report-address.ts';
import { threadsOf } from '../../../sandbox/page/state/threads.ts';
import { newestByChannel, unreadChannels } from '../../../sandbox/page/state/unread.ts';
import { parseMarkdown } from '../../../sandbox/page/text/markdown.ts';
import { plainText, readRichText } from '../../../sandbox/page/text/rich-text.ts';
import { formatSlackDate } from '../../../sandbox/page/text/slack-date.ts';
import { parseWhatsAppText } from '../../../sandbox/page/text/whatsapp-text.ts';
import type { ChatMessage, Option } from '../../../sandbox/protocol.ts';

const text = (value: string) => ({ kind: 'text', text: value });

describe('a text on a phone', () => {
  it('has bold, italic, strike, code and links', () => {
    expect(parseWhatsAppText('*a* _b_ ~c~ ```d``` https://e.example/f.')).toEqual([
      { kind: 'bold', content: [text('a')] },
      text(' '),
      { kind: 'italic', content: [text('b')] },
      text(' '),
      { kind: 'strike', content: [text('c')] },
      text(' '),
      { kind: 'code', text: 'd' },
      text(' '),
      { kind: 'link', url: 'https://e.example/f', content: [text('https://e.example/f')] },
      text('.'),
    ]);
  });

  it('knows no escapes: what Slack would escape is shown as it came', () => {
    expect(parseWhatsAppText('a &lt;b&gt; <@U1>')).toEqual([text('a &lt;b&gt; <@U1>')]);
  });
});

describe('rich text', () => {
  it('keeps styles, people, emoji and lines', () => {
    const elements = [
      { type: 'text', text: 'one\ntwo', style: { bold: true, italic: true } },
      { type: 'user', user_id: 'U1' },
      { type: 'emoji', name: 'wave', unicode: '1f44b' },
      { type: 'from_the_future' },
    ];

    const [passage] = readRichText({ type: 'rich_text', elements: [{ type: 'rich_text_quote', elements }] });

    expect(passage).toEqual({
      kind: 'quote',
      content: [
        { kind: 'italic', content: [{ kind: 'bold', content: [text('one'), { kind: 'break' }, text('two')] }] },
        { kind: 'user', id: 'U1' },
        { kind: 'emoji', name: 'wave', sign: '👋' },
      ],
    });
  });

  it('reads lists with their indent and their first number', () => {
    const item = { type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] };
    const list = { type: 'rich_text_list', style: 'ordered', indent: 1, offset: 2, elements: [item] };

    expect(readRichText({ elements: [list] })).toEqual([
      { kind: 'list', isOrdered: true, indent: 1, offset: 2, items: [[text('x')]] },
    ]);
  });

  it('breaks on nothing that a bot may send', () => {
    expect(readRichText(null)).toEqual([]);
    expect(readRichText({ elements: [null, 3, { type: 'rich_text_section' }] })).toEqual([
      { kind: 'lines', content: [] },
    ]);
  });
});

describe('Markdown', () => {
  it('has headings, lists, quotes, code and emphasis', () => {
    expect(parseMarkdown('# A **b**\n- one\n- two\n> q\n\n```\n*x*\n```').map(({ kind }) => kind)).toEqual([
      'heading',
      'list',
      'quote',
      'preformatted',
    ]);
  });
});

describe("Slack's dates", () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const setting = { locale: 'en-GB', timeZone: 'Asia/Kolkata', now };
  const at = (iso: string) => Date.parse(iso) / 1000;

  it('are shown in the reader’s zone', () => {
    expect(formatSlackDate(at('2026-11-22T08:30:00Z'), '{date_num} {time}', setting)).toBe('22/11/2026 14:00');
  });

  it.each([
    ['2026-11-22T19:00:00Z', 'tomorrow'],
    ['2026-11-22T08:00:00Z', 'today'],
    ['2026-11-21T08:00:00Z', 'yesterday'],
    ['2026-11-01T08:00:00Z', '1 Nov 2026'],
  ])('say that %s is %s', (iso, words) => {
    expect(formatSlackDate(at(iso), '{date_short_pretty}', setting)).toBe(words);
  });

  it('leave the fallback for what is no date', () => {
    expect(formatSlackDate(Number.NaN, '{date}', setting)).toBeUndefined();
  });
});

describe('a table', () => {
  const raw = (value: string) => ({ type: 'raw_text', text: value });
  const number = (value: number) => ({ type: 'raw_number', value, text: String(value) });
  const { header, body } = rowsOf([
    [raw('Who'), raw('Tries')],
    [raw('b'), number(9)],
    [raw('a'), number(10)],
  ]);
  const first = (rows: readonly (readonly unknown[])[]) => rows.map(([cell]) => cellText(cell));

  it('has a header and rows', () => {
    expect(header.map(cellText)).toEqual(['Who', 'Tries']);
    expect(first(body)).toEqual(['b', 'a']);
  });

  it('sorts words as words and numbers by their value', () => {
    expect(first(sortRows(body, { column: 0, direction: 'ascending' }))).toEqual(['a', 'b']);
    expect(first(sortRows(body, { column: 1, direction: 'ascending' }))).toEqual(['b', 'a']);
    expect(first(sortRows(body, { column: 1, direction: 'descending' }))).toEqual(['a', 'b']);
  });

  it('is sorted up, down and not at all by one button', () => {
    const up = nextSorting(undefined, 0);
    const down = nextSorting(up, 0);

    expect([up?.direction, down?.direction, nextSorting(down, 0)]).toEqual(['ascending', 'descending', undefined]);
    expect(nextSorting(up, 1)).toEqual({ column: 1, direction: 'ascending' });
  });
});

describe('a conversation', () => {
  const message = (ts: string, more: Partial<ChatMessage> = {}): ChatMessage => ({
    ts,
    channelId: 'C1',
    threadTs: undefined,
    author: 'U1',
    text: ts,
    blocks: [],
    ephemeralFor: undefined,
    editedAt: undefined,
    ...more,
  });

  it('shows replies under their parent, whether or not it names itself as its thread', () => {
    const messages = [message('1', { threadTs: '1' }), message('2'), message('3', { threadTs: '1' })];

    const threads = threadsOf(messages, 'C1', 'U1');

    expect(threads.map(({ message: head, replies }) => [head.ts, replies.map(({ ts }) => ts)])).toEqual([
      ['1', ['3']],
      ['2', []],
    ]);
  });

  it('shows a reply by itself when its parent is not there', () => {
    expect(threadsOf([message('3', { threadTs: '1' })], 'C1', 'U1')).toHaveLength(1);
  });

  it('keeps private messages from everybody else', () => {
    const messages = [message('1', { ephemeralFor: 'U1' }), message('2', { channelId: 'C2' })];

    expect(threadsOf(messages, 'C1', 'U1')).toHaveLength(1);
    expect(threadsOf(messages, 'C1', 'U2')).toHaveLength(0);
  });

  it('is unread until it was in view', () => {
    const newest = newestByChannel([message('1'), message('5', { channelId: 'C2' })], 'U1');

    expect(unreadChannels(newest, new Map([['C2', '4']]), 'C1')).toEqual(new Set(['C2']));
    expect(unreadChannels(newest, new Map([['C2', '5']]), 'C1')).toEqual(new Set());
  });
});

describe('the composer', () => {
  const hint = (command: string) => ({ command, description: '', usageHint: '' });
  const commands = [hint('/whatsapp-send'), hint('/who')];

  it.each([
    ['/', 2],
    ['/wh', 2],
    ['/WHA', 1],
    ['/who', 0],
    ['/who is', 0],
    ['hello /w', 0],
    ['', 0],
  ])('completes %j with %i commands', (typed, count) => {
    expect(completionsOf(typed, commands)).toHaveLength(count);
  });
});

describe('a select', () => {
  const option = (value: string, description = ''): Option => ({
    text: { type: 'plain_text', text: value },
    value,
    ...(description === '' ? {} : { description: { type: 'plain_text', text: description } }),
  });
  const label = { type: 'plain_text', text: 'Recent' };
  const choices = choicesOf(undefined, [{ label, options: [option('booking'), option('delay', 'for coaches')] }]);

  it('finds by name and by description, and leaves out empty groups', () => {
    expect(optionsOf(filterChoices(choices, 'COACH')).map(({ value }) => value)).toEqual(['delay']);
    expect(filterChoices(choices, 'nothing').groups).toEqual([]);
  });

  it('goes round its ends with the arrow keys', () => {
    expect([step(1, 1, 2), step(0, -1, 2), step(0, 1, 0)]).toEqual([0, 1, 0]);
  });
});

describe('the panel', () => {
  it('writes numbers as people do', () => {
    expect(['919876543210', '393471234567', '99'].map(readableNumber)).toEqual([
      '+91 98765 43210',
      '+39 347 123 4567',
      '+99',
    ]);
  });

  it('takes a report’s address apart', () => {
    expect(
      readReportAddress('http://127.0.0.1:3000/kaleyra/status/x?id=a%3A0&status=read&mobile=919876543210'),
    ).toEqual({
      path: '/kaleyra/status/x',
      fields: [
        { name: 'id', value: 'a:0' },
        { name: 'status', value: 'read' },
        { name: 'mobile', value: '919876543210' },
      ],
      summary: 'read · •••• 3210',
    });
  });

  it('shows plain words where formatting has no place', () => {
    expect(plainText(parseWhatsAppText('Hello *Priya*,\n_you_'))).toBe('Hello Priya,\nyou');
  });
});
