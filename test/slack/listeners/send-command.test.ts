import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { interactiveClientOptions } from '../../../src/slack/client/interactive-client.ts';
import { inputFor, startSlack, textsIn } from '../../support/slack.ts';
import { BOOKING, catalogueOf, DELAY, DELAY_HINDI, slackNeeds } from '../../support/slack-needs.ts';

describe('/whatsapp-send', () => {
  it('acks, then opens the form, and asks Slack for nothing else', async () => {
    const slack = await startSlack(slackNeeds().needs);

    const acks = await slack.command('/whatsapp-send');

    expect(acks).toEqual([undefined]);
    expect(slack.calls.map(({ method }) => method)).toEqual(['views.open']);
    expect(slack.calls[0]?.fields).toMatchObject({ trigger_id: 'trigger-1' });
    expect(slack.view).toMatchObject({ callback_id: 'whatsapp_send', submit: { text: 'Review' } });
  });

  it('posts the result in the channel that it was typed in, unless the person says otherwise', async () => {
    const slack = await startSlack(slackNeeds().needs);

    await slack.command('/whatsapp-send', 'C42');

    expect(inputFor(slack.view, 'channel')).toMatchObject({
      label: { text: 'Post the result in' },
      element: { initial_conversation: 'C42' },
    });
  });

  it('fills in the template and the recipients of its arguments, and sends nothing', async () => {
    const { needs, requested, reviewed } = slackNeeds();
    const slack = await startSlack(needs);

    await slack.command('/whatsapp-send booking_confirm <tel:+919876543210|+91 98765 43210>, +39 347 123 4567');

    expect(inputFor(slack.view, 'template')).toMatchObject({
      element: { initial_option: { value: 'booking_confirm:en' } },
    });
    expect(inputFor(slack.view, 'recipients')).toMatchObject({
      element: { initial_value: '+91 98765 43210, +39 347 123 4567' },
    });
    expect(inputFor(slack.view, 'param_2')).toMatchObject({ label: { text: 'Booking number' } });
    expect([reviewed, requested]).toEqual([[], []]);
  });

  it('takes arguments that begin with a number for recipients', async () => {
    const slack = await startSlack(slackNeeds().needs);

    await slack.command('/whatsapp-send +91 98765 43210');

    expect(inputFor(slack.view, 'recipients')).toMatchObject({ element: { initial_value: '+91 98765 43210' } });
    expect(inputFor(slack.view, 'template')).not.toHaveProperty('element.initial_option');
  });

  it('says when the list has no such template, and keeps the recipients', async () => {
    const slack = await startSlack(slackNeeds().needs);

    await slack.command('/whatsapp-send booking_confrim +919876543210');

    expect(textsIn(slack.view.blocks)).toContain(
      'There is no template “booking_confrim” in the list. Choose one below.',
    );
    expect(inputFor(slack.view, 'recipients')).toMatchObject({ element: { initial_value: '+919876543210' } });
  });

  it('takes a name in typographic quotes, and says what is neither a template nor a number', async () => {
    const slack = await startSlack(slackNeeds().needs);

    await slack.command('/whatsapp-send “booking_confirm” @asha <tel:+919876543210|+91 98765 43210>');

    expect(inputFor(slack.view, 'template')).toMatchObject({
      element: { initial_option: { value: 'booking_confirm:en' } },
    });
    expect(inputFor(slack.view, 'recipients')).toMatchObject({ element: { initial_value: '+91 98765 43210' } });
    expect(textsIn(slack.view.blocks)).toContain('Left out, because it is not a phone number: “@asha”.');
  });

  it('says which language it took when there are several', async () => {
    const { needs } = slackNeeds({ needs: { catalogue: catalogueOf(BOOKING, DELAY, DELAY_HINDI) } });
    const slack = await startSlack(needs);

    await slack.command('/whatsapp-send flight_delay');

    expect(textsIn(slack.view.blocks)).toContain('“flight_delay” exists in English, Hindi. This one is English.');
  });

  it('takes a language after a colon', async () => {
    const { needs } = slackNeeds({ needs: { catalogue: catalogueOf(BOOKING, DELAY, DELAY_HINDI) } });
    const slack = await startSlack(needs);

    await slack.command('/whatsapp-send flight_delay:hi');

    expect(inputFor(slack.view, 'template')).toMatchObject({
      element: { initial_option: { value: 'flight_delay:hi' } },
    });
    expect(textsIn(slack.view.blocks)).not.toContain('exists in');
  });

  it.each(['help', ' HELP '])('replies to "%s" to the person alone and opens nothing', async (word) => {
    const slack = await startSlack(slackNeeds().needs);

    const acks = await slack.command(`/whatsapp-send ${word}`);

    expect(acks).toEqual([
      { response_type: 'ephemeral', text: expect.stringContaining('`/whatsapp-send booking_confirm +91 98765 43210`') },
    ]);
    expect(slack.calls).toEqual([]);
  });

  it('says to the person alone what to do when Slack found it too late', async () => {
    const slack = await startSlack(slackNeeds().needs);
    slack.fail('views.open', 'expired_trigger_id');

    await slack.command('/whatsapp-send');

    expect(slack.ephemeral).toEqual([
      {
        url: 'https://hooks.slack.test/commands/1',
        text: 'The form did not open: Slack allows 3 seconds for it, and it took longer. Nothing was sent. Type `/whatsapp-send` again.',
      },
    ]);
  });

  it('names the reason when Slack refuses the form for another one, and logs no secret of it', async () => {
    const slack = await startSlack(slackNeeds().needs);
    slack.fail('views.open', 'invalid_blocks');

    await slack.command('/whatsapp-send booking_confirm +919876543210');

    expect(slack.ephemeral[0]?.text).toContain('Slack refused it (`invalid_blocks`). Nothing was sent.');
    expect(JSON.stringify(slack.log.lines)).not.toMatch(/919876543210|trigger-1|hooks\.slack|xoxb/);
    expect(slack.log.lines).toContainEqual({
      level: 'warn',
      data: { code: 'invalid_blocks' },
      message: 'compose view not opened',
    });
  });

  it('says that Slack is busy when it cannot be reached', async () => {
    const slack = await startSlack(slackNeeds().needs);
    slack.disconnect('views.open');

    await slack.command('/whatsapp-send');

    expect(slack.ephemeral[0]?.text).toBe(
      'The form did not open: Slack did not answer or is busy. Nothing was sent. Type `/whatsapp-send` again in a moment.',
    );
  });

  it('does not wait for ever when that reply does not get through', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { fetch } = interactiveClientOptions('https://slack.test/api/', 50);

    await expect(fetch?.(`http://127.0.0.1:${port}/`, { method: 'POST' })).rejects.toThrow(/timeout/);

    silent.closeAllConnections();
    silent.close();
  });
});
