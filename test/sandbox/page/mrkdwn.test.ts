import { describe, expect, it } from 'vitest';
import { flattenMrkdwn, parseMrkdwn, parsePlainText } from '../../../sandbox/page/text/mrkdwn.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const lines = (...content: unknown[]) => [{ kind: 'lines', content }];

describe("Slack's notation", () => {
  it('shows bold, italic, strike and code', () => {
    expect(parseMrkdwn('*a* _b_ ~c~ `d`')).toEqual(
      lines(
        { kind: 'bold', content: [text('a')] },
        text(' '),
        { kind: 'italic', content: [text('b')] },
        text(' '),
        { kind: 'strike', content: [text('c')] },
        text(' '),
        { kind: 'code', text: 'd' },
      ),
    );
  });

  it('nests marks', () => {
    expect(parseMrkdwn('*a _b_*')).toEqual(
      lines({ kind: 'bold', content: [text('a '), { kind: 'italic', content: [text('b')] }] }),
    );
  });

  it.each(['snake_case_name', '2*3*4', '* not bold *', '**', 'a * b * c', '_ _'])('leaves %j as it is', (plain) => {
    expect(parseMrkdwn(plain)).toEqual(lines(text(plain)));
  });

  it('keeps what is in code from being formatted', () => {
    expect(parseMrkdwn('`*a* <@U1>`')).toEqual(lines({ kind: 'code', text: '*a* <@U1>' }));
  });

  it('takes escapes back once, so that escaped tags stay text', () => {
    expect(parseMrkdwn('&lt;script&gt; &amp;lt; &lt;@U1&gt;')).toEqual(lines(text('<script> &lt; <@U1>')));
  });

  it('names people, channels, groups and everybody', () => {
    expect(parseMrkdwn('<@U1> <#C1|ops> <!subteam^S1|@leads> <!here>')).toEqual(
      lines(
        { kind: 'user', id: 'U1' },
        text(' '),
        { kind: 'channel', id: 'C1', label: 'ops' },
        text(' '),
        { kind: 'usergroup', id: 'S1', label: '@leads' },
        text(' '),
        { kind: 'broadcast', id: 'here' },
      ),
    );
  });

  it('shows a link by its label, an address without its scheme, and a bare address as a link', () => {
    expect(parseMrkdwn('<https://a.example/?x=1&amp;y=2|here> <mailto:a@b.example> https://c.example/d.')).toEqual(
      lines(
        { kind: 'link', url: 'https://a.example/?x=1&y=2', content: [text('here')] },
        text(' '),
        { kind: 'link', url: 'mailto:a@b.example', content: [text('a@b.example')] },
        text(' '),
        { kind: 'link', url: 'https://c.example/d', content: [text('https://c.example/d')] },
        text('.'),
      ),
    );
  });

  it('does not make links of bare addresses in a verbatim text', () => {
    expect(parseMrkdwn('https://c.example', { verbatim: true })).toEqual(lines(text('https://c.example')));
  });

  it('keeps dates for the reader to format', () => {
    expect(parseMrkdwn('<!date^1763820060^{date_short} at {time}^https://a.example|22 Nov>')).toEqual(
      lines({
        kind: 'date',
        timestamp: 1_763_820_060,
        format: '{date_short} at {time}',
        url: 'https://a.example',
        fallback: '22 Nov',
      }),
    );
  });

  it('gathers the lines of a quote, escaped or not', () => {
    expect(parseMrkdwn('before\n> one\n&gt; two\nafter')).toEqual([
      { kind: 'lines', content: [text('before')] },
      { kind: 'quote', content: [text('one'), { kind: 'break' }, text('two')] },
      { kind: 'lines', content: [text('after')] },
    ]);
  });

  it('keeps preformatted text to the letter', () => {
    expect(parseMrkdwn('see\n```\n*a*  &lt;b&gt;\n```\ndone')).toEqual([
      { kind: 'lines', content: [text('see')] },
      { kind: 'preformatted', text: '*a*  <b>' },
      { kind: 'lines', content: [text('done')] },
    ]);
  });

  it('leaves a fence that is never closed as text', () => {
    expect(parseMrkdwn('a ```b')).toEqual([
      { kind: 'lines', content: [text('a ')] },
      { kind: 'lines', content: [text('```b')] },
    ]);
  });

  it('shows emoji that it knows and the name of those that it does not', () => {
    expect(parseMrkdwn(':tada: :kaleyra: 10:30:15')).toEqual(
      lines({ kind: 'emoji', name: 'tada', sign: '🎉' }, text(' :kaleyra: 10:30:15')),
    );
  });

  it('reads a long line of marks in no time', () => {
    const startedAt = performance.now();

    parseMrkdwn('*a '.repeat(1000));

    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

describe('plain text', () => {
  it('has emoji and lines, and no formatting', () => {
    expect(parsePlainText('*a*\n:tada: <@U1>', true)).toEqual([
      text('*a*'),
      { kind: 'break' },
      { kind: 'emoji', name: 'tada', sign: '🎉' },
      text(' <@U1>'),
    ]);
  });
});

describe('a text without its formatting', () => {
  it('is what a notification shows', () => {
    const flat = (marked: string) => flattenMrkdwn(marked, (id) => (id === 'U1' ? 'asha' : undefined));

    expect(flat('*Done*, see <https://a.example|the\nlist> &amp; `x`')).toBe('Done, see the list & x');
    expect(flat('<@U1> sent *team_code* and _booking_confirm_ to <@U2>')).toBe(
      '@asha sent team_code and booking_confirm to @U2',
    );
    expect(flat('*_both_* 2 * 3')).toBe('both 2 * 3');
  });
});
