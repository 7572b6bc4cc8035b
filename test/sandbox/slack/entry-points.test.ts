import type { HomeView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { ASHA, BOOKINGS, errorOf, openModal, startSlack } from '../support/slack.ts';

const HOME: HomeView = {
  type: 'home',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Your last sends' } }],
};

describe('a shortcut', () => {
  it('without a message reaches the bot with a trigger and no channel', async () => {
    const slack = await startSlack();

    await slack.shortcut({ memberId: ASHA, callbackId: 'send_anywhere' });

    const payload = slack.bot.requests.at(-1)?.payload;
    expect(payload).toMatchObject({ type: 'shortcut', callback_id: 'send_anywhere', user: { id: ASHA } });
    expect(payload).not.toHaveProperty('channel');
    await slack.client.views.open({
      trigger_id: payload?.trigger_id ?? '',
      view: { type: 'modal', title: { type: 'plain_text', text: 'Hi' }, blocks: [] },
    });
    expect(slack.stacks.list()).toMatchObject([{ memberId: ASHA }]);
  });

  it('in the menu of a message sends that message and a response_url', async () => {
    const slack = await startSlack();
    const message = slack.workspace.messages().find(({ channelId }) => channelId === BOOKINGS);
    const ts = message?.ts ?? '';

    await slack.shortcut({ memberId: ASHA, callbackId: 'send_from', message: { channelId: BOOKINGS, ts } });

    expect(slack.bot.requests.at(-1)?.payload).toMatchObject({
      type: 'message_action',
      callback_id: 'send_from',
      message_ts: ts,
      channel: { id: BOOKINGS, name: 'bookings' },
      message: { text: message?.text, user: message?.author },
      response_url: expect.stringContaining('/hooks/actions/'),
    });
  });

  it('says that it did not work when the bot does not answer it', async () => {
    const slack = await startSlack(() => ({ status: 500 }));

    const done = await slack.shortcut({ memberId: ASHA, callbackId: 'send_anywhere' });

    expect(done).toEqual({ problem: 'We had some trouble connecting. Try again?' });
  });
});

describe('the app’s Home', () => {
  it('is published for one person, and its opening is an event', async () => {
    const slack = await startSlack();

    await slack.client.views.publish({ user_id: ASHA, view: HOME });
    await slack.home.open({ memberId: ASHA });

    expect(slack.home.list()).toMatchObject([{ memberId: ASHA, blocks: [{ type: 'section' }] }]);
    const request = slack.bot.requests.at(-1);
    expect(request?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(request?.body ?? '{}')).toMatchObject({
      type: 'event_callback',
      event: { type: 'app_home_opened', user: ASHA, tab: 'home', view: { type: 'home' } },
    });
  });

  it('is refused with a submit button, an unknown person or an old hash', async () => {
    const slack = await startSlack();
    await slack.client.views.publish({ user_id: ASHA, view: HOME });
    const wrong = { ...HOME, submit: { type: 'plain_text', text: 'Send' } };

    const refused = [
      await errorOf(slack.client.views.publish({ user_id: ASHA, view: wrong })),
      await errorOf(slack.client.views.publish({ user_id: 'U0NOBODY', view: HOME })),
      await errorOf(slack.client.views.publish({ user_id: ASHA, view: HOME, hash: '1.old' })),
    ];

    expect(refused.map(({ error }) => error)).toEqual(['invalid_arguments', 'user_not_found', 'hash_conflict']);
  });
});

describe('a workflow’s step', () => {
  it('is run by an event and ends once, well or badly', async () => {
    const slack = await startSlack();
    const good = await slack.steps.run('send_whatsapp', { to: '+919876543210' });
    const bad = await slack.steps.run('send_whatsapp', {});

    await slack.client.functions.completeSuccess({ function_execution_id: good, outputs: { send_id: '01' } });
    await slack.client.functions.completeError({ function_execution_id: bad, error: 'No recipient.' });

    expect(JSON.parse(slack.bot.requests[0]?.body ?? '{}')).toMatchObject({
      event: { type: 'function_executed', function: { callback_id: 'send_whatsapp' }, function_execution_id: good },
    });
    expect(slack.steps.execution(good)).toMatchObject({ state: 'succeeded', outputs: { send_id: '01' } });
    expect(slack.steps.execution(bad)).toMatchObject({ state: 'failed', error: 'No recipient.' });
    const again = slack.client.functions.completeSuccess({ function_execution_id: good, outputs: {} });
    expect(await errorOf(again)).toMatchObject({ error: 'execution_not_in_running_state' });
  });
});

describe('a view that wants to know of its end', () => {
  it('tells the bot when it is closed, and another does not', async () => {
    const slack = await startSlack();
    const notified = await openModal(slack, { notify_on_close: true });
    await slack.close({ memberId: ASHA, viewId: notified, all: false });
    const unnotified = await openModal(slack);
    const before = slack.bot.requests.length;

    await slack.close({ memberId: ASHA, viewId: unnotified, all: false });

    const closings = slack.bot.requests.filter(({ payload }) => payload.type === 'view_closed');
    expect(closings.map(({ payload }) => payload['is_cleared'])).toEqual([false]);
    expect(slack.bot.requests.length).toBe(before);
  });
});
