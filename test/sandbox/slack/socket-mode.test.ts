import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { APP_TOKEN, ASHA, BOOKINGS, BOT_TOKEN, errorOf, modal, SILENT, startSlack } from '../support/slack.ts';

/** A local Slack and a bot made with Bolt that holds a socket to it. */
async function connected(register: (app: App) => void) {
  const slack = await startSlack(() => ({}), { mode: 'socket' });
  const clientOptions = { slackApiUrl: `${slack.origin}/api/`, retryConfig: { retries: 0 } };
  const app = new App({
    token: BOT_TOKEN,
    appToken: APP_TOKEN,
    socketMode: true,
    clientOptions,
    logger: SILENT,
    deferInitialization: true,
  });
  register(app);
  await app.init();
  await app.start();
  onTestFinished(async () => void (await app.stop()));
  await vi.waitFor(() => expect(slack.socketMode.connections()).toBe(1));
  return slack;
}

const typing = (text: string) => ({ memberId: ASHA, channelId: BOOKINGS, text });

describe('Socket Mode', () => {
  it('opens a connection for an app token and for no other', async () => {
    const slack = await startSlack(() => ({}), { mode: 'socket' });
    const withAppToken = new WebClient(APP_TOKEN, { slackApiUrl: `${slack.origin}/api/`, logger: SILENT });

    const { url } = await withAppToken.apps.connections.open({});

    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=\w+/);
    expect(await errorOf(slack.client.apps.connections.open({}))).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await errorOf(withAppToken.auth.test())).toMatchObject({ error: 'not_allowed_token_type' });
  });

  it('takes an address once', async () => {
    const slack = await startSlack(() => ({}), { mode: 'socket' });
    const url = slack.socketMode.issueUrl();
    const opened = (socket: WebSocket) =>
      new Promise<boolean>((resolve) => {
        socket.addEventListener('open', () => resolve(true));
        socket.addEventListener('error', () => resolve(false));
      });

    const first = await opened(new WebSocket(url));
    const second = await opened(new WebSocket(url));

    expect([first, second]).toEqual([true, false]);
  });

  it('delivers a command, and shows what it is acknowledged with', async () => {
    const seen: string[] = [];
    const slack = await connected((app) =>
      app.command('/whatsapp-send', async ({ command, ack }) => {
        seen.push(`${command.text} from ${command.user_id} in ${command.channel_id}`);
        await ack('Here is how.');
      }),
    );

    await slack.type(typing('/whatsapp-send help'));

    expect(seen).toEqual([`help from ${ASHA} in ${BOOKINGS}`]);
    expect(slack.workspace.messages().at(-1)).toMatchObject({ text: 'Here is how.', ephemeralFor: ASHA });
  });

  it('delivers a click, an option load and a submission, and takes their answers', async () => {
    const slack = await connected((app) => {
      app.command('/whatsapp-send', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: modal() });
      });
      app.options('which', ({ ack }) =>
        ack({ options: [{ text: { type: 'plain_text', text: 'One' }, value: 'one' }] }),
      );
      app.view('compose', ({ ack }) => ack({ response_action: 'errors', errors: { who: 'Nobody of that name.' } }));
    });
    await slack.type(typing('/whatsapp-send'));
    const viewId = await vi.waitFor(() => {
      const [stack] = slack.stacks.list();
      if (stack?.views[0] === undefined) throw new Error('no view');
      return stack.views[0].id;
    });

    const offered = await slack.options({ memberId: ASHA, viewId, blockId: 'b', actionId: 'which', query: 'o' });
    const state = { who: { who: { type: 'plain_text_input', value: 'Asha' } } };
    const submitted = await slack.submit({ memberId: ASHA, viewId, state });

    expect(offered).toEqual({ options: [{ text: { type: 'plain_text', text: 'One' }, value: 'one' }] });
    expect(submitted).toEqual({ errors: { who: 'Nobody of that name.' } });
  });

  it('says that the app did not respond when it holds no socket', async () => {
    const slack = await startSlack(() => ({}), { mode: 'socket' });

    await slack.type(typing('/whatsapp-send'));

    expect(slack.events).toContainEqual({
      type: 'notice',
      memberId: ASHA,
      text: '/whatsapp-send failed with the error "dispatch_failed"',
    });
  });

  it('asks for another connection now and then, and loses nothing by it', async () => {
    const slack = await connected((app) => app.command('/whatsapp-send', ({ ack }) => ack('Still here.')));

    slack.socketMode.refresh();

    await vi.waitFor(() => expect(slack.socketMode.connections()).toBe(0));
    await vi.waitFor(() => expect(slack.socketMode.connections()).toBe(1), { timeout: 12_000 });
    await slack.type(typing('/whatsapp-send'));
    expect(slack.workspace.messages().at(-1)?.text).toBe('Still here.');
  }, 15_000);

  it('counts the connections of an app in its hello, and takes ten', async () => {
    const slack = await startSlack(() => ({}), { mode: 'socket' });
    const firstFrame = () =>
      new Promise<unknown>((resolve) => {
        const socket = new WebSocket(slack.socketMode.issueUrl());
        socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data))), { once: true });
      });

    for (let nth = 1; nth <= 10; nth++) {
      expect(await firstFrame()).toMatchObject({ type: 'hello', num_connections: nth });
    }
    expect(await firstFrame()).toEqual({ type: 'disconnect', reason: 'too_many_websockets' });
    expect(slack.socketMode.connections()).toBe(10);
  });

  it('sends nothing more to a connection that has to be renewed', async () => {
    const slack = await startSlack(() => ({}), { mode: 'socket' });
    const heard: string[] = [];
    const open = (name: string) =>
      new Promise<void>((resolve) => {
        const socket = new WebSocket(slack.socketMode.issueUrl());
        socket.addEventListener('message', ({ data }) => {
          const { type, envelope_id } = JSON.parse(String(data)) as { type: string; envelope_id?: string };
          heard.push(`${name}: ${type}`);
          if (envelope_id !== undefined) socket.send(JSON.stringify({ envelope_id }));
          resolve();
        });
      });
    await open('old');
    await open('new');

    slack.socketMode.refresh(1);
    for (let typed = 0; typed < 3; typed++) await slack.type(typing('/whatsapp-send'));

    expect(heard.filter((line) => line.includes('slash'))).toEqual(Array(3).fill('new: slash_commands'));
    expect(heard).toContain('old: disconnect');
  });
});
