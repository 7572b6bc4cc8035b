import { LogLevel } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/send/card.ts';
import type { Log } from '../../../src/flow/ports/log.ts';
import type { CardShown, ClaimedCard } from '../../../src/flow/ports/store/show-cards.ts';
import { createShowCard } from '../../../src/slack/cards/show-card.ts';
import { createPostingClient } from '../../../src/slack/client/posting-client.ts';
import { EXPLANATIONS } from '../../support/cards.ts';
import { READING } from '../../support/reading.ts';
import { deliveryAt, listOf, sendOf } from '../../support/sends.ts';
import { type SlackAnswer, type SlackApi, startSlackApi } from '../../support/slack-api.ts';

const TOKEN = 'xoxb-canary-token';
const POSTED = { channelId: 'C1', ts: '1700000000.000001' };
const SILENT = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.INFO,
  setName() {},
};

interface Scene extends AsyncDisposable {
  readonly slack: SlackApi;
  readonly logged: readonly string[];
  show(card?: Partial<Card>, change?: Partial<ClaimedCard>): Promise<CardShown>;
}

interface Knobs {
  readonly now?: () => number;
  readonly timeoutMs?: number;
}

async function openScene({ now = () => 0, timeoutMs = 5_000 }: Knobs = {}): Promise<Scene> {
  const slack = await startSlackApi();
  const logged: string[] = [];
  const note = (level: string) => (data: object, message: string) =>
    void logged.push(`${level}: ${message} ${JSON.stringify(data)}`);
  const log: Log = { debug() {}, info: note('info'), warn: note('warn'), error: note('error') };
  const client = createPostingClient({ botToken: TOKEN, apiUrl: slack.apiUrl, logger: SILENT, timeoutMs });
  const showCard = createShowCard({
    client,
    explanations: EXPLANATIONS,
    senders: [],
    messagesPerSecond: 40,
    ...READING,
    mode: 'live',
    hidesText: async () => undefined,
    log,
    now,
    responseTimeoutMs: timeoutMs,
    updateEveryMs: 0,
  });
  return {
    slack,
    logged,
    show: (card, change) =>
      showCard({
        behindMs: 0,
        card: {
          sendId: '01JD0000000000000000000000',
          role: 'channel',
          slot: 0,
          destination: 'C1',
          message: undefined,
          shownVersion: 0,
          attempts: 0,
          ...card,
        },
        fence: 1,
        send: sendOf(),
        responseUrl: undefined,
        ...change,
      }),
    [Symbol.asyncDispose]: () => slack[Symbol.asyncDispose](),
  };
}

function methods({ slack }: Scene): string[] {
  return slack.calls.map(({ method }) => method);
}

const MANY = sendOf({ deliveries: Array.from({ length: 6 }, (_, position) => deliveryAt(position)) });

describe('a card in a channel', () => {
  it('is posted with its notification, its blocks and nothing personal in its metadata', async () => {
    await using scene = await openScene();

    const shown = await scene.show();

    expect(shown).toEqual({ kind: 'shown', message: POSTED });
    expect(scene.slack.calls).toMatchObject([
      {
        method: 'chat.postMessage',
        authorization: `Bearer ${TOKEN}`,
        args: {
          channel: 'C1',
          text: '<@U1> sent booking_confirm · English — 2 of 2 delivered ✓✓',
          metadata: { event_type: 'whatsapp_send', event_payload: { send_id: '01JD0000000000000000000000' } },
          parse: 'none',
          link_names: 'false',
          unfurl_links: 'false',
          unfurl_media: 'false',
        },
      },
    ]);
    expect(scene.slack.calls[0]?.args['blocks']).toHaveLength(5);
  });

  it.each([
    ['objects', { ts: { a: 1 }, channel: ['b'] }],
    ['numbers', { ts: 1.2, channel: 7 }],
    ['what no database stores', { ts: '1.\0', channel: 'C\ud83d' }],
    ['20,000 characters', { ts: `1.${'1'.repeat(20_000)}`, channel: 'C'.repeat(20_000) }],
  ])('is shown, in an unknown place, when Slack names it by %s', async (_, named) => {
    await using scene = await openScene();
    scene.slack.script('chat.postMessage', { status: 200, body: JSON.stringify({ ok: true, ...named }) });

    expect(await scene.show()).toEqual({ kind: 'shown', message: undefined });
  });

  it('is where it was asked for when Slack names only the time', async () => {
    await using scene = await openScene();
    scene.slack.script('chat.postMessage', { status: 200, body: JSON.stringify({ ok: true, ts: '1.2', channel: {} }) });

    expect(await scene.show()).toEqual({ kind: 'shown', message: { channelId: 'C1', ts: '1.2' } });
  });

  it('is edited in place from then on', async () => {
    await using scene = await openScene();

    const shown = await scene.show({ message: POSTED, shownVersion: 2 });

    expect(shown).toEqual({ kind: 'shown', message: POSTED });
    expect(scene.slack.calls).toMatchObject([
      { method: 'chat.update', args: { channel: 'C1', ts: POSTED.ts, parse: 'none', link_names: 'false' } },
    ]);
    expect(scene.slack.calls[0]?.args['blocks']).toHaveLength(5);
  });

  it('is posted anew when Slack no longer lets it be edited', async () => {
    await using scene = await openScene();
    scene.slack.script('chat.update', { error: 'cant_update_message' });

    const shown = await scene.show({ message: { channelId: 'C1', ts: '1.1' } });

    expect(methods(scene)).toEqual(['chat.update', 'chat.postMessage']);
    expect(shown).toEqual({ kind: 'shown', message: { channelId: 'C1', ts: '1700000000.000002' } });
  });

  it('stays deleted when a person deleted it', async () => {
    await using scene = await openScene();
    scene.slack.script('chat.update', { error: 'message_not_found' });

    expect(await scene.show({ message: POSTED })).toEqual({ kind: 'removed' });
    expect(methods(scene)).toEqual(['chat.update']);
  });

  it('shows a short send to its end at once, then waits between two updates, so that Slack’s limit is not reached', async () => {
    await using slack = await startSlackApi();
    let now = 0;
    const client = createPostingClient({ botToken: TOKEN, apiUrl: slack.apiUrl, logger: SILENT });
    const showCard = createShowCard({
      client,
      explanations: EXPLANATIONS,
      senders: [],
      messagesPerSecond: 40,
      ...READING,
      mode: 'live',
      hidesText: async () => undefined,
      log: SILENT,
      now: () => now,
    });
    const card = {
      sendId: 'S1',
      role: 'channel',
      slot: 0,
      destination: 'C1',
      message: POSTED,
      shownVersion: 1,
      attempts: 0,
    } as const;
    const claimed: ClaimedCard = { card, behindMs: 0, fence: 1, send: sendOf(), responseUrl: undefined };

    const atOnce = [await showCard(claimed), await showCard(claimed), await showCard(claimed)];
    now = 1_000;
    const tooSoon = await showCard(claimed);
    now = 1_200;
    const later = await showCard(claimed);
    const tooSoonAgain = await showCard(claimed);
    now = 60_000;
    const rested = [await showCard(claimed), await showCard(claimed), await showCard(claimed)];

    expect([...atOnce, later, ...rested].map(({ kind }) => kind)).toEqual(Array(7).fill('shown'));
    expect(tooSoon).toEqual({ kind: 'throttled', afterMs: 200 });
    expect(tooSoonAgain).toEqual({ kind: 'throttled', afterMs: 1_200 });
    expect(slack.calls).toHaveLength(7);
  });
});

describe('the cards of forty lists that are leaving', () => {
  it('are updated 30 times a minute at most, in turn, and the card of one message at once', async () => {
    let now = 0;
    await using scene = await openScene({ now: () => now });
    const counting = listOf({ queued: 500, delivered: 500 });
    const showList = async (list: number, send: ClaimedCard['send'] = counting) =>
      (await scene.show({ sendId: `L${list}`, message: POSTED }, { send })).kind;
    for (let list = 0; list < 40; list += 1) await showList(list);
    const before = scene.slack.calls.length;

    const shown: number[] = [];
    for (now = 300_000; now < 360_000; now += 500) {
      for (let list = 0; list < 40; list += 1) if ((await showList(list)) === 'shown') shown.push(list);
    }

    expect(shown.length).toBe(30);
    expect(new Set(shown).size).toBe(30);
    expect((await scene.show({ message: POSTED })).kind).toBe('shown');
    expect(await showList(39, listOf({ delivered: 1_000 }))).toBe('shown');
    expect(scene.slack.calls.length - before).toBe(32);
  }, 30_000);
});

describe('a Slack that cannot take it now', () => {
  it.each<[string, SlackAnswer, Partial<CardShown>]>([
    [
      'says when to come back',
      { status: 429, headers: { 'retry-after': '7' } },
      { afterMs: 7_000, reason: 'rate_limited' },
    ],
    ['limits without a time', { status: 429 }, { afterMs: undefined, reason: 'unclear_answer' }],
    ['is down', { status: 503, body: 'down' }, { reason: 'http_503' }],
    ['answers with a page', { status: 200, body: '<html>xoxb-canary</html>' }, { reason: 'unclear_answer' }],
    ['breaks the connection', 'reset', { reason: 'no_connection', isUnanswered: true }],
    ['breaks off within its answer', 'cut', { reason: 'connection_lost', isUnanswered: true }],
    ['has an error inside', { error: 'internal_error' }, { reason: 'internal_error' }],
    ['says a word that nobody knows', { error: 'brand_new_word' }, { reason: 'brand_new_word' }],
  ])('is asked once and again later when it %s', async (_, answer, expected) => {
    await using scene = await openScene();
    scene.slack.script('chat.postMessage', answer);

    const shown = await scene.show();

    expect(shown).toMatchObject({ kind: 'later', ...expected });
    expect(methods(scene)).toEqual(['chat.postMessage']);
  });

  it('is not waited for beyond the time-out, and not asked twice', async () => {
    await using scene = await openScene({ timeoutMs: 100 });
    scene.slack.script('chat.postMessage', 'hang');

    const later = { kind: 'later', afterMs: undefined, reason: 'timeout', isUnanswered: true };
    expect(await scene.show()).toEqual(later);
    expect(methods(scene)).toEqual(['chat.postMessage']);
  });

  it('gets no update of any card until the time that it named', async () => {
    let now = 0;
    await using scene = await openScene({ now: () => now });
    scene.slack.script('chat.update', { status: 429, headers: { 'retry-after': '7' } });

    await scene.show({ message: POSTED });
    now = 2_000;
    const other = await scene.show({ sendId: 'S2', message: POSTED });
    now = 7_000;
    const afterwards = await scene.show({ sendId: 'S2', message: POSTED });

    expect(other).toEqual({ kind: 'throttled', afterMs: 5_000 });
    expect(afterwards).toMatchObject({ kind: 'shown' });
  });

  it.each([
    ['0', 1_000],
    ['0.001', 1_000],
    ['1000000000', 900_000],
    ['-5', undefined],
    ['soon', undefined],
    ['NaN', undefined],
  ])(
    'holds no card longer than 15 minutes and none shorter than a second: Retry-After: %s',
    async (seconds, afterMs) => {
      let now = 0;
      await using scene = await openScene({ now: () => now });
      scene.slack.script('chat.update', { status: 429, headers: { 'retry-after': seconds } });

      const limited = await scene.show({ message: POSTED });
      const other = await scene.show({ sendId: 'S2', message: POSTED });
      now = afterMs ?? 0;
      const afterwards = await scene.show({ sendId: 'S2', message: POSTED });

      expect(limited).toMatchObject({ kind: 'later', afterMs });
      expect(other).toMatchObject(afterMs === undefined ? { kind: 'shown' } : { kind: 'throttled', afterMs });
      expect(afterwards).toMatchObject({ kind: 'shown' });
    },
  );

  it.each(['invalid_auth', 'token_revoked', 'account_inactive', 'missing_scope'])(
    'keeps the card until the token is fixed, and logs an error: %s',
    async (error) => {
      await using scene = await openScene();
      scene.slack.script('chat.postMessage', { error });

      expect(await scene.show()).toEqual({ kind: 'later', afterMs: undefined, reason: error });
      expect(scene.logged).toEqual([`error: bot token refused by Slack; cards wait {"reason":"${error}"}`]);
    },
  );
});

describe('a place that refuses the bot', () => {
  it.each([
    'not_in_channel',
    'channel_not_found',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
    'messages_tab_disabled',
  ])('is reported with its reason: %s', async (error) => {
    await using scene = await openScene();
    scene.slack.script('chat.postMessage', { error });

    expect(await scene.show()).toEqual({ kind: 'refused', reason: error });
  });
});

describe('a channel that refuses the card', () => {
  const waiting = sendOf({ deliveries: [deliveryAt(0), deliveryAt(1, { status: 'sending', messageId: undefined })] });

  it('is told at once that the message is on its way, so that nobody sends it again', async () => {
    await using scene = await openScene();
    scene.slack.script('chat.postMessage', { error: 'not_in_channel' });

    await scene.show({}, { send: waiting, responseUrl: scene.slack.responseUrl });

    expect(methods(scene)).toEqual(['chat.postMessage', 'response_url']);
    expect(scene.slack.calls[1]?.args).toMatchObject({
      response_type: 'in_channel',
      text: '<@U1> is sending booking_confirm to 2 people',
    });
    expect(JSON.stringify(scene.slack.calls[1]?.args)).toContain('the live result is in a direct message to ');
  });

  it.each([
    ['everything has left: the copy of the card comes at once', { send: sendOf() }, {}],
    ['it is no channel', { send: waiting }, { role: 'dm' }],
  ] as const)('is told nothing more when %s', async (_, change, card) => {
    await using scene = await openScene();
    scene.slack.script('chat.postMessage', { error: 'not_in_channel' });

    await scene.show(card, { ...change, responseUrl: scene.slack.responseUrl });

    expect(methods(scene)).toEqual(['chat.postMessage']);
  });
});

describe('a card that Slack refuses as it is', () => {
  it('is shown without the table block', async () => {
    await using scene = await openScene();
    scene.slack.script('chat.postMessage', { error: 'invalid_blocks' });

    const shown = await scene.show({}, { send: MANY });

    const blocks = scene.slack.calls.map(({ args }) => JSON.stringify(args['blocks']));
    expect(shown).toMatchObject({ kind: 'shown' });
    expect(blocks.map((text) => text.includes('data_table'))).toEqual([true, false]);
  });

  it('is shown as its first line when nothing else is taken', async () => {
    await using scene = await openScene();
    scene.slack.script('chat.update', { error: 'msg_blocks_too_long' }, { error: 'msg_blocks_too_long' });

    const shown = await scene.show({ message: POSTED }, { send: MANY });

    expect(shown).toMatchObject({ kind: 'shown' });
    expect(scene.slack.calls[2]?.args).toMatchObject({
      text: '<@U1> sent booking_confirm · English — 6 of 6 delivered ✓✓',
      blocks: [],
    });
  });

  it('is given up after its first line, and not tried for ever', async () => {
    await using scene = await openScene();
    const refusal = { error: 'invalid_blocks' };
    scene.slack.script('chat.postMessage', refusal, refusal, refusal);

    expect(await scene.show()).toEqual({ kind: 'refused', reason: 'invalid_blocks' });
    expect(scene.slack.calls).toHaveLength(3);
  });
});

describe('the rung below: the command’s own response', () => {
  const toChannel = { role: 'response_url' } as const;

  it('puts the record in the channel once', async () => {
    await using scene = await openScene();
    const { responseUrl } = scene.slack;

    const first = await scene.show(toChannel, { responseUrl });
    const next = await scene.show({ ...toChannel, shownVersion: 3 }, { responseUrl });

    expect([first, next]).toEqual([
      { kind: 'shown', message: undefined },
      { kind: 'shown', message: undefined },
    ]);
    expect(scene.slack.calls).toMatchObject([
      {
        method: 'response_url',
        authorization: undefined,
        args: { response_type: 'in_channel', replace_original: false, blocks: expect.any(Array) },
      },
    ]);
  });

  it('waits until Kaleyra has answered for everybody', async () => {
    await using scene = await openScene();
    const send = sendOf({ deliveries: [deliveryAt(0), deliveryAt(1, { status: 'sending', messageId: undefined })] });

    const shown = await scene.show(toChannel, { send, responseUrl: scene.slack.responseUrl });

    expect(shown).toMatchObject({ kind: 'later' });
    expect(scene.slack.calls).toEqual([]);
  });

  it('is over when the response can no longer be used', async () => {
    await using scene = await openScene();

    expect(await scene.show(toChannel)).toEqual({ kind: 'refused', reason: 'response_url_expired' });
  });

  it.each<[string, SlackAnswer, Partial<CardShown>]>([
    [
      'it was used too often',
      { status: 404, body: '{"ok":false,"error":"used_url"}' },
      { kind: 'refused', reason: 'used_url' },
    ],
    ['it is gone', { status: 404, body: 'Not found' }, { kind: 'refused', reason: 'http_404' }],
    ['Slack limits it', { status: 429, headers: { 'retry-after': '3' } }, { kind: 'later', afterMs: 3_000 }],
    ['Slack is down', { status: 500, body: 'oops' }, { kind: 'later', reason: 'http_500' }],
    ['the connection breaks', 'reset', { kind: 'later', reason: 'no_connection' }],
    ['the answer breaks off', 'cut', { kind: 'later', reason: 'no_connection' }],
    ['it sends us elsewhere', { status: 302, headers: { location: '/elsewhere' } }, { kind: 'later' }],
  ])('says what happened when %s', async (_, answer, expected) => {
    await using scene = await openScene();
    scene.slack.script('response_url', answer);

    const shown = await scene.show(toChannel, { responseUrl: scene.slack.responseUrl });

    expect(shown).toMatchObject(expected);
    expect(scene.slack.calls).toHaveLength(1);
  });

  it('is not waited for beyond its time-out', async () => {
    await using scene = await openScene({ timeoutMs: 100 });
    scene.slack.script('response_url', 'hang');

    const shown = await scene.show(toChannel, { responseUrl: scene.slack.responseUrl });

    expect(shown).toMatchObject({ kind: 'later', reason: 'timeout' });
  });

  it('goes without the table block where that is refused', async () => {
    await using scene = await openScene();
    scene.slack.script('response_url', { status: 400, body: 'invalid_blocks' });

    const shown = await scene.show(toChannel, { send: MANY, responseUrl: scene.slack.responseUrl });

    expect(shown).toMatchObject({ kind: 'shown' });
    expect(scene.slack.calls).toHaveLength(2);
  });
});

describe('the last rung: a direct message', () => {
  it('goes to the person who sent, and its edits to the conversation that Slack opened', async () => {
    await using scene = await openScene();

    const shown = await scene.show({ role: 'dm', destination: 'U1' });

    expect(shown).toEqual({ kind: 'shown', message: { channelId: 'D1', ts: POSTED.ts } });
    expect(scene.slack.calls[0]?.args['channel']).toBe('U1');
  });
});

describe('the log', () => {
  it('has no token, no response URL and no number, whatever happens', async () => {
    await using scene = await openScene();
    const { responseUrl } = scene.slack;
    scene.slack.script('chat.postMessage', { error: 'invalid_auth' }, { error: 'invalid_blocks' });
    scene.slack.script('response_url', { status: 400, body: 'invalid_blocks' });

    await scene.show();
    await scene.show();
    await scene.show({ role: 'response_url' }, { responseUrl });

    expect(scene.logged).toHaveLength(3);
    expect(scene.logged.join('\n')).not.toMatch(/xoxb|response_url\b.*http|127\.0\.0\.1|9876/);
  });
});
