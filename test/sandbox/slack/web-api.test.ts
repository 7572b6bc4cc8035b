import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { ASHA, BOOKINGS, errorOf, startSlack } from '../support/slack.ts';

const METADATA = { event_type: 'whatsapp_send', event_payload: { send_id: '01JD' } };
const SECTION = { type: 'section', text: { type: 'mrkdwn', text: 'hello' } } as const;

describe('the local Slack, called by Slack’s own client', () => {
  it('says who the bot is', async () => {
    const { client } = await startSlack();

    const answer = await client.auth.test();

    expect(answer).toMatchObject({ ok: true, team_id: 'T0ACMETRVL', user_id: 'U0WHATSAPP', bot_id: 'B0WHATSAPP' });
  });

  it('refuses a wrong token and a method that it does not know', async () => {
    const slack = await startSlack();
    const stranger = new WebClient('xoxb-somebody-else', {
      slackApiUrl: `${slack.origin}/api/`,
      retryConfig: { retries: 0 },
    });

    expect(await errorOf(stranger.auth.test())).toMatchObject({ error: 'invalid_auth' });
    expect(await errorOf(slack.client.apiCall('stars.list'))).toMatchObject({ error: 'unknown_method' });
  });

  it('posts a message that everybody sees, and keeps its metadata to itself', async () => {
    const { client, workspace } = await startSlack();

    const posted = await client.chat.postMessage({
      channel: BOOKINGS,
      text: 'sent',
      blocks: [SECTION],
      metadata: METADATA,
    });

    const { message, metadata } = workspace.message(BOOKINGS, posted.ts ?? '') ?? {};
    expect(message).toMatchObject({
      author: 'bot',
      text: 'sent',
      blocks: [{ ...SECTION, block_id: expect.any(String) }],
    });
    expect(metadata).toEqual(METADATA);
    expect(JSON.stringify(message)).not.toContain('01JD');
  });

  it('edits a message in place; text without blocks takes the blocks away', async () => {
    const { client, workspace } = await startSlack();
    const { ts = '' } = await client.chat.postMessage({
      channel: BOOKINGS,
      text: 'queued',
      blocks: [SECTION],
      metadata: METADATA,
    });

    await client.chat.update({ channel: BOOKINGS, ts, text: 'sent' });

    expect(workspace.message(BOOKINGS, ts)).toMatchObject({
      message: { text: 'sent', blocks: [] },
      metadata: METADATA,
    });
  });

  it('shows an ephemeral message to one member only', async () => {
    const { client, workspace } = await startSlack();

    const { message_ts: ts = '' } = await client.chat.postEphemeral({ channel: BOOKINGS, user: ASHA, text: 'psst' });

    expect(workspace.message(BOOKINGS, ts)?.message.ephemeralFor).toBe(ASHA);
    expect(await errorOf(client.chat.update({ channel: BOOKINGS, ts, text: 'x' }))).toMatchObject({
      error: 'message_not_found',
    });
  });

  it('opens the direct messages when a bot posts to a person', async () => {
    const { client, workspace } = await startSlack();

    const posted = await client.chat.postMessage({ channel: ASHA, text: 'only for you' });
    const opened = await client.conversations.open({ users: ASHA });

    expect(posted.channel).toBe(opened.channel?.id);
    expect(workspace.channel(posted.channel ?? '')?.kind).toBe('dm');
  });

  it.each([
    ['a public channel where it is not', 'C0WARROOM1', 'not_in_channel'],
    ['a private channel that it cannot see', 'C0FINANCE1', 'channel_not_found'],
    ['an archived channel', 'C0OLDCAMP1', 'is_archived'],
    ['a channel that does not exist', 'C0NOWHERE1', 'channel_not_found'],
  ])('does not let the bot post in %s', async (_, channel, error) => {
    const { client } = await startSlack();

    expect(await errorOf(client.chat.postMessage({ channel, text: 'hi' }))).toMatchObject({ error });
  });

  it.each([
    ['nothing to say', { text: '' }, 'no_text'],
    ['too long a text', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['a thread that is not there', { text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
    ['metadata without a type', { text: 'x', metadata: { event_payload: {} } }, 'invalid_metadata_format'],
    [
      'too much metadata',
      { text: 'x', metadata: { event_type: 'a', event_payload: { b: 'x'.repeat(9000) } } },
      'metadata_too_large',
    ],
    ['blocks that are no JSON', { text: 'x', blocks: '[{' }, 'invalid_blocks_format'],
    [
      'more text than a message holds',
      { text: 'x', blocks: Array(5).fill({ ...SECTION, text: { type: 'mrkdwn', text: 'x'.repeat(2900) } }) },
      'msg_blocks_too_long',
    ],
  ])('refuses %s', async (_, args, error) => {
    const { client } = await startSlack();

    expect(await errorOf(client.apiCall('chat.postMessage', { channel: BOOKINGS, ...args }))).toMatchObject({ error });
  });

  it('lets the bot edit its own messages only', async () => {
    const { client, workspace } = await startSlack();
    const { ts = '' } = workspace.post({ channelId: BOOKINGS, author: ASHA, text: 'mine' });

    expect(await errorOf(client.chat.update({ channel: BOOKINGS, ts, text: 'x' }))).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await errorOf(client.chat.delete({ channel: BOOKINGS, ts }))).toMatchObject({
      error: 'cant_delete_message',
    });
  });

  it('lists what the bot may know: public channels, and private ones where it is', async () => {
    const { client } = await startSlack();

    const { channels = [] } = await client.conversations.list();

    expect(channels.map(({ name }) => name)).toEqual([
      'bookings',
      'war-room',
      'vip-desk',
      'old-campaign',
      'lakeside-hotels',
    ]);
    expect(await errorOf(client.conversations.info({ channel: 'C0FINANCE1' }))).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('answers who a person is and where a message stands', async () => {
    const { client } = await startSlack();
    const { ts = '' } = await client.chat.postMessage({ channel: BOOKINGS, text: 'x' });

    const { user } = await client.users.info({ user: ASHA });
    const { permalink } = await client.chat.getPermalink({ channel: BOOKINGS, message_ts: ts });

    expect(user).toMatchObject({ name: 'asha', is_bot: false });
    expect(permalink).toBe(`https://acme-travel.slack.com/archives/${BOOKINGS}/p${ts.replace('.', '')}`);
  });

  it('takes a message away', async () => {
    const { client, workspace } = await startSlack();
    const { ts = '' } = await client.chat.postMessage({ channel: BOOKINGS, text: 'x' });

    await client.chat.delete({ channel: BOOKINGS, ts });

    expect(workspace.message(BOOKINGS, ts)).toBeUndefined();
  });
});

describe('what the app was granted', () => {
  it('is all that it may do', async () => {
    const { client } = await startSlack(undefined, { scopes: ['commands', 'chat:write'] });

    await client.chat.postMessage({ channel: BOOKINGS, text: 'x' });

    expect(await errorOf(client.users.info({ user: ASHA }))).toMatchObject({ error: 'missing_scope' });
  });

  it('opens public channels where it is no member, with chat:write.public', async () => {
    const { client } = await startSlack(undefined, { scopes: ['chat:write', 'chat:write.public'] });

    const posted = await client.chat.postMessage({ channel: 'C0WARROOM1', text: 'x' });

    expect(posted.ok).toBe(true);
    const private_ = client.chat.postMessage({ channel: 'C0FINANCE1', text: 'x' });
    expect(await errorOf(private_)).toMatchObject({ error: 'channel_not_found' });
  });
});

describe('posting too often', () => {
  it('has to wait in that channel, and may go on after that', async () => {
    const { client, clock } = await startSlack();
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'x' });
    for (let count = 0; count < 10; count++) await post(BOOKINGS);

    await expect(post(BOOKINGS)).rejects.toMatchObject({ retryAfter: 1 });
    await expect(post('C0VIPDESK1')).resolves.toMatchObject({ ok: true });
    clock.now += 1_000;
    await expect(post(BOOKINGS)).resolves.toMatchObject({ ok: true });
  });
});

describe('a fault of the local Slack', () => {
  it('tells the bot to wait, with Retry-After', async () => {
    const { client, faults } = await startSlack();
    faults.set('slack_busy_429', true, false);

    await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 2 });
  });

  it('loses the answer after it has posted', async () => {
    const { client, faults, workspace } = await startSlack();
    faults.set('slack_answer_lost', true, true);
    const before = workspace.messages().length;

    await expect(client.chat.postMessage({ channel: BOOKINGS, text: 'x' })).rejects.toThrow();

    expect(workspace.messages()).toHaveLength(before + 1);
  });

  it('is down for one call when it was asked for once', async () => {
    const { client, faults } = await startSlack();
    faults.set('slack_down', true, true);

    await expect(client.auth.test()).rejects.toMatchObject({ statusCode: 503 });
    await expect(client.auth.test()).resolves.toMatchObject({ ok: true });
  });
});
