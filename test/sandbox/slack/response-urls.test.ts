import { describe, expect, it } from 'vitest';
import { ASHA, BOOKINGS, startSlack, typeCommand } from '../support/slack.ts';

async function respond(url: string, content: unknown) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  });
  return { status: response.status, body: await response.json() };
}

describe('a response_url', () => {
  it('answers privately, or for the whole channel when asked', async () => {
    const slack = await startSlack();
    const { responseUrl } = await typeCommand(slack, '/whatsapp-send', 'C0WARROOM1');

    await respond(responseUrl, { text: 'private' });
    await respond(responseUrl, { text: 'public', response_type: 'in_channel' });

    const answers = slack.workspace.messages().slice(-2);
    expect(answers).toMatchObject([
      { channelId: 'C0WARROOM1', text: 'private', ephemeralFor: ASHA },
      { channelId: 'C0WARROOM1', text: 'public', ephemeralFor: undefined },
    ]);
  });

  it('works five times', async () => {
    const slack = await startSlack();
    const { responseUrl } = await typeCommand(slack);

    const statuses: number[] = [];
    for (let use = 0; use < 6; use++) statuses.push((await respond(responseUrl, { text: 'x' })).status);

    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  });

  it('works for thirty minutes', async () => {
    const slack = await startSlack();
    const { responseUrl } = await typeCommand(slack);
    slack.clock.now += 30 * 60_000 + 1;

    expect(await respond(responseUrl, { text: 'x' })).toEqual({
      status: 404,
      body: { ok: false, error: 'expired_url' },
    });
  });

  it('takes the same blocks as a message, and says which are wrong', async () => {
    const slack = await startSlack();
    const { responseUrl } = await typeCommand(slack);

    expect(await respond(responseUrl, { blocks: [{ type: 'x' }] })).toMatchObject({
      status: 400,
      body: { error: 'invalid_blocks' },
    });
    expect(await respond(responseUrl, {})).toMatchObject({ status: 400, body: { error: 'no_text' } });
  });

  it('of a click replaces or deletes the message that was clicked in', async () => {
    const slack = await startSlack();
    const { ts = '' } = await slack.client.chat.postMessage({ channel: BOOKINGS, text: 'before' });
    const click = {
      memberId: ASHA,
      container: { channelId: BOOKINGS, ts },
      blockId: 'b',
      actionId: 'a',
      element: { type: 'button' },
    };
    await slack.action(click);
    const url = slack.bot.requests.at(-1)?.payload.response_url ?? '';

    await respond(url, { replace_original: true, text: 'after' });
    const replaced = slack.workspace.message(BOOKINGS, ts)?.message.text;
    await respond(url, { delete_original: true });

    expect(replaced).toBe('after');
    expect(slack.workspace.message(BOOKINGS, ts)).toBeUndefined();
  });
});
