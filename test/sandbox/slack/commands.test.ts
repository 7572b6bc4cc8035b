import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ASHA, BOOKINGS, SIGNING_SECRET, startSlack, typeCommand } from '../support/slack.ts';

describe('a slash command', () => {
  it('reaches the bot as Slack sends it', async () => {
    const slack = await startSlack();

    const { done, form } = await typeCommand(slack, '/whatsapp-send booking_confirm +91 98765 43210');

    expect(done).toEqual({});
    expect(Object.fromEntries(form)).toMatchObject({
      command: '/whatsapp-send',
      text: 'booking_confirm +91 98765 43210',
      team_id: 'T0ACMETRVL',
      channel_id: BOOKINGS,
      channel_name: 'bookings',
      user_id: ASHA,
      user_name: 'asha',
      is_enterprise_install: 'false',
      response_url: expect.stringContaining(`${slack.origin}/hooks/commands/`),
    });
  });

  it('is signed over its raw body, with the content type that Bolt insists on', async () => {
    const slack = await startSlack();

    await typeCommand(slack);

    const [request] = slack.bot.requests;
    const timestamp = request?.headers['x-slack-request-timestamp'];
    const digest = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${request?.body}`).digest('hex');
    expect(request?.headers['x-slack-signature']).toBe(`v0=${digest}`);
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it.each([
    ['C0VIPDESK1', 'privategroup'],
    ['D0ASHA0001', 'directmessage'],
  ])('in %s does not give the name of a private place away', async (channelId, name) => {
    const slack = await startSlack();

    const { form } = await typeCommand(slack, '/whatsapp-send', channelId);

    expect(form.get('channel_name')).toBe(name);
  });

  it('names people and channels so that they cannot be mistaken, and escapes the rest', async () => {
    const slack = await startSlack();

    const { form } = await typeCommand(slack, '/whatsapp-send @asha #bookings @nobody <b> & co');

    expect(form.get('text')).toBe('<@U0ASHA0001|asha> <#C0BOOKINGS|bookings> @nobody &lt;b&gt; &amp; co');
  });

  it.each([
    ['text', { text: 'Only you see this.' }],
    ['JSON', { json: { text: 'Only you see this.' } }],
  ])('is answered privately by %s in the bot’s acknowledgement', async (_, reply) => {
    const slack = await startSlack(() => reply);

    await typeCommand(slack);

    expect(slack.workspace.messages().at(-1)).toMatchObject({
      author: 'bot',
      text: 'Only you see this.',
      ephemeralFor: ASHA,
    });
  });

  it.each([
    ['hangs', { hangs: true }, 'operation_timeout'],
    ['fails', { status: 500 }, 'dispatch_failed'],
    ['answers with blocks that are none', { json: { blocks: [{ type: 'x' }] } }, 'invalid_command_response'],
  ])('tells the person when the bot %s', async (_, reply, error) => {
    const slack = await startSlack(() => reply);

    await typeCommand(slack);

    expect(slack.events.at(-1)).toEqual({
      type: 'notice',
      memberId: ASHA,
      text: `/whatsapp-send failed with the error "${error}"`,
    });
  });

  it('tells the person when there is no bot', async () => {
    const slack = await startSlack();
    await slack.bot.close();

    await typeCommand(slack);

    expect(slack.events.at(-1)).toMatchObject({ text: '/whatsapp-send failed with the error "dispatch_failed"' });
  });

  it('is refused in a thread, and so is one that is not registered', async () => {
    const slack = await startSlack();
    const { ts } = slack.workspace.post({ channelId: BOOKINGS, author: ASHA, text: 'a thread' });

    const inThread = await slack.type({ memberId: ASHA, channelId: BOOKINGS, threadTs: ts, text: '/whatsapp-send' });
    const unknown = await slack.type({ memberId: ASHA, channelId: BOOKINGS, text: '/fax 123' });

    expect(inThread.problem).toBe('/whatsapp-send is not supported in threads. Sorry!');
    expect(unknown.problem).toBe('/fax is not a valid command.');
    expect(slack.bot.requests).toEqual([]);
  });
});

describe('what a person types that is no command', () => {
  it('is a message', async () => {
    const slack = await startSlack();

    await slack.type({ memberId: ASHA, channelId: BOOKINGS, text: 'Good morning' });

    expect(slack.workspace.messages().at(-1)).toMatchObject({ author: ASHA, text: 'Good morning' });
    expect(slack.bot.requests).toEqual([]);
  });

  it('is not taken in an archived channel, nor where the person is not', async () => {
    const slack = await startSlack();

    const archived = await slack.type({ memberId: ASHA, channelId: 'C0OLDCAMP1', text: 'hi' });
    const stranger = await slack.type({ memberId: 'U0BEN00001', channelId: 'C0FINANCE1', text: 'hi' });

    expect(archived.problem).toContain('archived');
    expect(stranger.problem).toBeDefined();
  });
});
