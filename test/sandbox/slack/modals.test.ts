import { describe, expect, it } from 'vitest';
import {
  ASHA,
  BOOKINGS,
  type BotReply,
  errorOf,
  MODAL,
  modal,
  openModal,
  startSlack,
  typeCommand,
} from '../support/slack.ts';

const TROUBLE = 'We had some trouble connecting. Try again?';
const TYPED = { who: { who: { type: 'plain_text_input', value: 'Priya' } } };

function topTitle(slack: Awaited<ReturnType<typeof startSlack>>): string | undefined {
  return slack.stacks.list()[0]?.views.at(-1)?.title;
}

function onSubmit(reply: BotReply) {
  return startSlack(({ payload }) => (payload.type === 'view_submission' ? reply : {}));
}

describe('a trigger ID', () => {
  it('opens a view once', async () => {
    const slack = await startSlack();
    const { triggerId } = await typeCommand(slack);

    const { view } = await slack.client.views.open({ trigger_id: triggerId, view: MODAL });

    expect(view).toMatchObject({
      type: 'modal',
      callback_id: 'compose',
      private_metadata: BOOKINGS,
      hash: expect.any(String),
    });
    expect(slack.stacks.list()).toMatchObject([{ memberId: ASHA, views: [{ title: 'Compose' }] }]);
    const again = errorOf(slack.client.views.open({ trigger_id: triggerId, view: MODAL }));
    expect(await again).toMatchObject({ error: 'exchanged_trigger_id' });
  });

  it('lives three seconds', async () => {
    const slack = await startSlack();
    const { triggerId } = await typeCommand(slack);
    slack.clock.now += 3_001;

    const late = errorOf(slack.client.views.open({ trigger_id: triggerId, view: MODAL }));

    expect(await late).toMatchObject({ error: 'expired_trigger_id' });
  });

  it('cannot be made up', async () => {
    const slack = await startSlack();

    const forged = errorOf(slack.client.views.open({ trigger_id: '1.2.abc', view: MODAL }));

    expect(await forged).toMatchObject({ error: 'invalid_trigger_id' });
  });
});

describe('a modal', () => {
  it('is updated by its ID, unless it has changed since', async () => {
    const slack = await startSlack();
    const viewId = await openModal(slack);
    const hash = slack.stacks.find({ viewId })?.hash ?? '';

    await slack.client.views.update({
      view_id: viewId,
      hash,
      view: modal({ title: { type: 'plain_text', text: 'New' } }),
    });

    expect(topTitle(slack)).toBe('New');
    const stale = errorOf(slack.client.views.update({ view_id: viewId, hash, view: MODAL }));
    expect(await stale).toMatchObject({ error: 'hash_conflict' });
  });

  it('holds three views at most', async () => {
    const slack = await startSlack();
    const viewId = await openModal(slack);
    const click = {
      memberId: ASHA,
      container: { viewId },
      blockId: 'who',
      actionId: 'go',
      element: { type: 'button' },
    };
    const push = async () => {
      await slack.action(click);
      const trigger = slack.bot.requests.at(-1)?.payload.trigger_id ?? '';
      return slack.client.views.push({ trigger_id: trigger, view: MODAL });
    };

    await push();
    await push();

    expect(await errorOf(push())).toMatchObject({ error: 'push_limit_reached' });
    expect(slack.stacks.list()[0]?.views).toHaveLength(3);
  });

  it('that is closed cannot be updated', async () => {
    const slack = await startSlack();
    const viewId = await openModal(slack);
    await slack.close({ memberId: ASHA, viewId, all: false });

    const late = errorOf(slack.client.views.update({ view_id: viewId, view: MODAL }));

    expect(await late).toMatchObject({ error: 'not_found' });
  });

  it('tells the bot that it was closed only when the bot asked for that', async () => {
    const slack = await startSlack();
    const silent = await openModal(slack);
    await slack.close({ memberId: ASHA, viewId: silent, all: false });
    const asked = await openModal(slack, { notify_on_close: true });
    await slack.close({ memberId: ASHA, viewId: asked, all: true });

    const closings = slack.bot.requests.map(({ payload }) => payload).filter(({ type }) => type === 'view_closed');

    expect(closings).toMatchObject([{ view: { id: asked }, is_cleared: true }]);
  });
});

describe('submitting a modal', () => {
  it('carries what was typed, and for the rest what the view began with', async () => {
    const slack = await startSlack();
    const viewId = await openModal(slack);

    await slack.submit({ memberId: ASHA, viewId, state: TYPED });

    const { payload } = slack.bot.requests.at(-1) ?? {};
    expect(payload).toMatchObject({
      type: 'view_submission',
      user: { id: ASHA },
      view: { id: viewId, private_metadata: BOOKINGS },
    });
    expect(payload?.view?.state.values).toEqual({
      who: { who: { type: 'plain_text_input', value: 'Priya' } },
      where: { where: { type: 'conversations_select', selected_conversation: BOOKINGS } },
    });
  });

  it('gives a way to answer in the chosen conversation when its select asks for one', async () => {
    const slack = await startSlack();
    const where = { type: 'conversations_select', action_id: 'where', response_url_enabled: true };
    const blocks = [{ type: 'input', block_id: 'where', label: { type: 'plain_text', text: 'Where' }, element: where }];
    const viewId = await openModal(slack, { blocks });
    const state = { where: { where: { type: 'conversations_select', selected_conversation: 'C0WARROOM1' } } };

    await slack.submit({ memberId: ASHA, viewId, state });

    const [offered] = slack.bot.requests.at(-1)?.payload.response_urls ?? [];
    expect(offered).toMatchObject({ channel_id: 'C0WARROOM1', block_id: 'where', action_id: 'where' });
    await fetch(offered?.response_url ?? '', { method: 'POST', body: '{"text":"done","response_type":"in_channel"}' });
    expect(slack.workspace.messages().at(-1)).toMatchObject({ channelId: 'C0WARROOM1', text: 'done' });
  });

  it('closes the view on an empty answer', async () => {
    const slack = await startSlack();
    const viewId = await openModal(slack);

    const answer = await slack.submit({ memberId: ASHA, viewId, state: TYPED });

    expect(answer).toEqual({});
    expect(slack.stacks.list()).toEqual([]);
  });

  it.each([
    ['left empty', {}, 'Please complete this required field.'],
    [
      'too long',
      { who: { who: { type: 'plain_text_input', value: 'x'.repeat(11) } } },
      'Must be at most 10 characters',
    ],
  ])('does not ask the bot about an input that is %s', async (_, state, error) => {
    const slack = await startSlack();
    const viewId = await openModal(slack);

    const answer = await slack.submit({ memberId: ASHA, viewId, state });

    expect(answer).toEqual({ errors: { who: error } });
    expect(slack.bot.requests.map(({ payload }) => payload.type)).not.toContain('view_submission');
  });

  it('shows the bot’s errors under their inputs', async () => {
    const slack = await onSubmit({ json: { response_action: 'errors', errors: { who: 'Too short' } } });
    const viewId = await openModal(slack);

    const answer = await slack.submit({ memberId: ASHA, viewId, state: TYPED });

    expect(answer).toEqual({ errors: { who: 'Too short' } });
    expect(topTitle(slack)).toBe('Compose');
  });

  it.each([
    ['update', ['Review']],
    ['push', ['Compose', 'Review']],
  ])('can %s the view', async (action, titles) => {
    const review = modal({ title: { type: 'plain_text', text: 'Review' } });
    const slack = await onSubmit({ json: { response_action: action, view: review } });
    const viewId = await openModal(slack);

    await slack.submit({ memberId: ASHA, viewId, state: TYPED });

    expect(slack.stacks.list()[0]?.views.map(({ title }) => title)).toEqual(titles);
  });

  it('can clear the whole stack', async () => {
    const slack = await onSubmit({ json: { response_action: 'clear' } });
    const viewId = await openModal(slack);

    await slack.submit({ memberId: ASHA, viewId, state: TYPED });

    expect(slack.stacks.list()).toEqual([]);
  });

  it.each([
    ['hangs', { hangs: true }],
    ['fails', { status: 500 }],
    ['names an input that is not there', { json: { response_action: 'errors', errors: { nope: 'x' } } }],
    ['answers with a view that Slack would refuse', { json: { response_action: 'update', view: { type: 'modal' } } }],
    ['answers with something else', { json: { hello: 'world' } }],
  ])('keeps the view and says so when the bot %s', async (_, reply) => {
    const slack = await onSubmit(reply);
    const viewId = await openModal(slack);

    const answer = await slack.submit({ memberId: ASHA, viewId, state: TYPED });

    expect(answer).toEqual({ problem: TROUBLE });
    expect(topTitle(slack)).toBe('Compose');
  });

  it('of another person’s modal is not possible', async () => {
    const slack = await startSlack();
    const viewId = await openModal(slack);

    const answer = await slack.submit({ memberId: 'U0BEN00001', viewId, state: TYPED });

    expect(answer.problem).toBeDefined();
  });
});

describe('loading options', () => {
  const OPTION = { text: { type: 'plain_text', text: 'booking_confirm' }, value: 'booking_confirm:en' };

  it('asks the bot for what was typed', async () => {
    const slack = await startSlack(({ payload }) =>
      payload.type === 'block_suggestion' ? { json: { options: [OPTION] } } : {},
    );
    const viewId = await openModal(slack);

    const answer = await slack.options({ memberId: ASHA, viewId, blockId: 'who', actionId: 'who', query: 'book' });

    expect(answer).toEqual({ options: [OPTION] });
    expect(slack.bot.requests.at(-1)?.payload).toMatchObject({
      value: 'book',
      action_id: 'who',
      container: { view_id: viewId },
    });
  });

  it.each([
    ['too many of them', { options: Array(101).fill(OPTION) }],
    ['a value that is too long', { options: [{ ...OPTION, value: 'x'.repeat(151) }] }],
    ['nothing of the kind', {}],
  ])('shows none when the bot answers with %s', async (_, json) => {
    const slack = await startSlack(({ payload }) => (payload.type === 'block_suggestion' ? { json } : {}));
    const viewId = await openModal(slack);

    const answer = await slack.options({ memberId: ASHA, viewId, blockId: 'who', actionId: 'who', query: '' });

    expect(answer).toEqual({ problem: 'These options could not be loaded.' });
  });
});
