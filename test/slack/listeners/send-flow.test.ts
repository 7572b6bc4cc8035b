import { describe, expect, it } from 'vitest';
import { createFormDrafts } from '../../../src/flow/send/form-drafts.ts';
import { phone } from '../../support/sends.ts';
import { inputFor, inputsOf, memoryLog, startSlack, templateOf, textsIn } from '../../support/slack.ts';
import {
  BOOKING,
  catalogueOf,
  DELAY,
  OTHER_SENDER,
  recipientOf,
  reviewOf,
  SENDER,
  slackNeeds,
} from '../../support/slack-needs.ts';

async function opened(answers: Parameters<typeof slackNeeds>[0] = {}, command = '/whatsapp-send') {
  const asked = slackNeeds(answers);
  const slack = await startSlack(asked.needs);
  await slack.command(command);
  return { ...asked, slack };
}

describe('choosing a template', () => {
  it('shows its text and its fields, and keeps the recipients in the block that they were typed into', async () => {
    const { slack } = await opened();

    await slack.choose('booking_confirm:en', { recipients: '+91 98765 43210', channel: 'C2' });

    expect(slack.calls.map(({ method }) => method)).toEqual(['views.open', 'views.update']);
    expect(textsIn(slack.view.blocks)).toContain('your booking ⟨Booking number⟩ is confirmed');
    expect(inputFor(slack.view, 'recipients')).toMatchObject({
      block_id: 'recipients',
      element: { initial_value: '+91 98765 43210' },
    });
    expect(inputFor(slack.view, 'channel')).toMatchObject({ element: { initial_conversation: 'C2' } });
  });

  it('takes a value along to the field of the same label, and brings the others back', async () => {
    const { slack } = await opened({}, '/whatsapp-send booking_confirm');

    await slack.choose('flight_delay:en', { param_1: 'Asha', param_2: 'BK-77', param_url: 'abc' });
    const delay = [inputFor(slack.view, 'param_1'), inputFor(slack.view, 'param_2')];
    await slack.choose('booking_confirm:en', { param_1: 'Ravi' });
    const booking = ['param_1', 'param_2', 'param_url'].map((id) => inputFor(slack.view, id));

    expect(delay).toMatchObject([{ label: { text: 'Customer' }, element: { initial_value: 'Asha' } }, {}]);
    expect(delay[1]).not.toHaveProperty('element.initial_value');
    expect(booking).toMatchObject(['Ravi', 'BK-77', 'abc'].map((value) => ({ element: { initial_value: value } })));
  });

  it('forgets a value that was emptied', async () => {
    const { slack } = await opened({}, '/whatsapp-send booking_confirm');

    await slack.choose('flight_delay:en', { param_1: 'Asha' });
    await slack.choose('booking_confirm:en', { param_1: '' });

    expect(inputFor(slack.view, 'param_1')).not.toHaveProperty('element.initial_value');
  });

  it('asks for the name and the values of one that is not in the list', async () => {
    const { slack } = await opened({}, '/whatsapp-send booking_confirm');

    await slack.choose('=brand_new', { param_1: 'Asha' });

    expect(inputFor(slack.view, 'template_name')).toMatchObject({ element: { initial_value: 'brand_new' } });
    expect(inputFor(slack.view, 'param_1')).toBeUndefined();
  });

  it('leaves the form as it is when Slack has closed it', async () => {
    const { slack } = await opened();
    slack.fail('views.update', 'not_found');

    expect(await slack.choose('booking_confirm:en')).toEqual([undefined]);
  });

  it('is caught up with when "Review" was pressed before its fields came', async () => {
    const { reviewed, slack } = await opened({}, '/whatsapp-send booking_confirm');

    const [answer] = await slack.submit({ template: 'flight_delay:en', param_1: 'Asha', recipients: '+919876543210' });

    expect(answer).toMatchObject({ response_action: 'update' });
    expect(inputFor(slack.view, 'param_2')).toMatchObject({ label: { text: 'New time' } });
    expect(inputFor(slack.view, 'recipients')).toMatchObject({ element: { initial_value: '+919876543210' } });
    expect(reviewed).toEqual([]);
  });
});

describe('"Review"', () => {
  it('asks for a review of exactly what stands in the form, and shows it on top', async () => {
    const { reviewed, slack } = await opened(
      { needs: { senders: [SENDER, OTHER_SENDER] } },
      '/whatsapp-send booking_confirm',
    );

    const [answer] = await slack.submit({
      param_header: 'BK',
      param_1: 'Asha',
      param_2: 'BK-77',
      param_url: 'abc',
      recipients: '+91 98765 43210, 12',
      sender: '+390612345678',
    });

    expect(answer).toMatchObject({ response_action: 'push' });
    expect(slack.depth).toBe(2);
    expect(reviewed).toEqual([
      {
        teamId: 'T1',
        actorId: 'U1',
        channelId: 'C1',
        responseUrl: 'https://hooks.slack.test/commands/1',
        parentId: undefined,
        choice: { kind: 'listed', name: 'booking_confirm', language: 'en' },
        values: { param_header: 'BK', param_1: 'Asha', param_2: 'BK-77', param_url: 'abc' },
        recipients: '+91 98765 43210, 12',
        sender: '+390612345678',
      },
    ]);
  });

  it('asks once which country numbers without a code are of, and keeps everything that was typed', async () => {
    const countries = [{ code: 'IN', label: 'Read them as +91 India' }];
    const { reviewed, slack } = await opened(
      {
        problems: [
          { field: 'recipients', sentence: '2 of 2 have no country code.', countries },
          { field: 'param_2', sentence: 'Fill in “Booking number”.' },
        ],
      },
      '/whatsapp-send booking_confirm',
    );

    const [asked] = await slack.submit({ param_1: 'Asha', recipients: '9876543210\n9876543211' });
    const form = slack.view;
    const [answer] = await slack.submit({ country: 'IN', recipients: '9876543210\n9876543211' });

    expect(asked).toMatchObject({ response_action: 'update' });
    expect(textsIn(form.blocks)).toContain('⚠ 2 of 2 have no country code.');
    expect(textsIn(form.blocks)).toContain('⚠ Fill in “Booking number”.');
    expect(inputFor(form, 'country')).toMatchObject({
      optional: true,
      element: {
        options: [{ text: { text: 'Read them as +91 India' } }, { text: { text: 'Leave them as they are' } }],
      },
    });
    expect(inputFor(form, 'country')).not.toHaveProperty('element.initial_option');
    expect(inputFor(form, 'recipients')).toMatchObject({ element: { initial_value: '9876543210\n9876543211' } });
    expect(reviewed.map(({ country }) => country)).toEqual([undefined, 'IN']);
    expect(answer).toMatchObject({ response_action: 'errors' });
  });

  it('posts the result through the response_url of the channel that was chosen', async () => {
    const { reviewed, slack } = await opened({}, '/whatsapp-send booking_confirm');
    const url = {
      block_id: 'channel',
      action_id: 'channel',
      channel_id: 'C2',
      response_url: 'https://hooks.slack.test/2',
    };

    await slack.submit({ channel: 'C2' }, { response_urls: [url] });

    expect(reviewed[0]).toMatchObject({ channelId: 'C2', responseUrl: 'https://hooks.slack.test/2' });
  });

  it.each(['CSECRET01', 'D0000001', 'UBOSS0001', '#general', '@boss', '<!channel>', '../x', '', 'C'.repeat(3_000)])(
    'asks to choose again when Slack does not prove the choice of %s',
    async (channel) => {
      const { reviewed, slack } = await opened({}, '/whatsapp-send booking_confirm');
      const elsewhere = { block_id: 'channel', action_id: 'channel', channel_id: 'C7', response_url: 'https://x.test' };

      const [answer] = await slack.submit({ channel }, { response_urls: [elsewhere] });

      expect(answer).toMatchObject({
        response_action: 'errors',
        errors: { channel: expect.stringContaining('Slack did not confirm') },
      });
      expect(reviewed).toEqual([]);
    },
  );

  it.each(['@boss', 'UBOSS0001', '<!channel>'])(
    'takes no response_url as a proof for %s, which is no conversation',
    async (channel) => {
      const { reviewed, slack } = await opened({}, '/whatsapp-send booking_confirm');
      const url = { block_id: 'channel', action_id: 'channel', channel_id: channel, response_url: 'https://x.test' };

      await slack.submit({ channel }, { response_urls: [url] });

      expect(reviewed).toEqual([]);
    },
  );

  it('puts each problem under its own input', async () => {
    const problems = [
      { field: 'param_2', sentence: 'Fill in "Booking number": the template needs all 2 values.' },
      { field: 'recipients', sentence: '"12" is too short for a phone number.' },
      { field: 'recipients', sentence: '"x" is not a phone number.' },
    ] as const;
    const { slack } = await opened({ problems }, '/whatsapp-send booking_confirm');

    const [answer] = await slack.submit({ recipients: '12 x' });

    expect(answer).toEqual({
      response_action: 'errors',
      errors: {
        [inputFor(slack.view, 'param_2')?.block_id ?? '']: problems[0].sentence,
        recipients: `${problems[1].sentence} ${problems[2].sentence}`,
      },
    });
    expect(slack.depth).toBe(1);
  });

  it('knows a template by a name that is too long for the picker', async () => {
    const long = templateOf({ name: 'x'.repeat(300) });
    const { reviewed, slack } = await opened({ needs: { catalogue: catalogueOf(BOOKING, long) } });
    const [answer] = (await slack.search('xxx')) as [{ options: { value: string }[] }];

    await slack.choose(answer.options[0]?.value ?? '');
    await slack.submit({ recipients: '+919876543210' });

    expect(reviewed[0]?.choice).toEqual({ kind: 'listed', name: long.name, language: 'en' });
  });

  it('leaves it to the review to say that a template is gone', async () => {
    const { reviewed, slack } = await opened({ needs: { catalogue: catalogueOf(DELAY) } });

    await slack.submit({ template: 'booking_confirm:en' });

    expect(reviewed[0]?.choice).toEqual({ kind: 'listed', name: 'booking_confirm', language: 'en' });
  });
});

const REPEAT = {
  sendId: 'S1',
  actorId: 'U2',
  at: new Date(1_000),
  recipient: phone('+919876543210'),
  status: 'unknown',
} as const;

describe('a form that was not sent', () => {
  const FORM = { recipients: '9876543210', param_1: 'Asha', param_2: 'BK-77' };

  /** Drafts that live as long as the test. */
  function memoryDrafts() {
    const kept = new Map<string, string>();
    const keyOf = (place: object) => JSON.stringify(place);
    return createFormDrafts({
      cache: { get: async (key) => kept.get(keyOf([key])), set: async (key, text) => kept.set(keyOf([key]), text) },
      log: memoryLog(),
    });
  }

  async function left(answers: Parameters<typeof slackNeeds>[0] = {}) {
    const formDrafts = memoryDrafts();
    const problems = [{ field: 'recipients', sentence: 'No country code.' }] as const;
    const needs = { formDrafts, ...answers.needs };
    const { slack } = await opened({ problems, ...answers, needs }, '/whatsapp-send booking_confirm');
    await slack.submit(FORM);
    return { slack, formDrafts };
  }

  it('comes back as it was when the person opens it again there, and says so', async () => {
    const { slack } = await left();

    await slack.command('/whatsapp-send');

    expect(textsIn(slack.view.blocks)).toMatch(/Your draft of <!date\^\d+\^\{time\}\|[^>]*> is back\.Start over/);
    expect(inputFor(slack.view, 'recipients')).toMatchObject({ element: { initial_value: '9876543210' } });
    expect(inputFor(slack.view, 'param_1')).toMatchObject({ element: { initial_value: 'Asha' } });
    expect(inputFor(slack.view, 'template')).toMatchObject({
      element: { initial_option: { value: 'booking_confirm:en' } },
    });
  });

  it.each([
    ['with arguments', '/whatsapp-send flight_delay', 'C1'],
    ['in another channel', '/whatsapp-send', 'C2'],
  ])('does not come back %s', async (_, command, channelId) => {
    const { slack } = await left();

    await slack.command(command, channelId);

    expect(textsIn(slack.view.blocks)).not.toContain('is back');
    expect(inputFor(slack.view, 'recipients')).not.toHaveProperty('element.initial_value');
  });

  it('is empty again after Start over, in blocks in which Slack has kept nothing', async () => {
    const { slack } = await left();
    await slack.command('/whatsapp-send');
    const before = inputsOf(slack.view).map(({ block_id: id }) => id);

    await slack.pressInView('start_over', '');
    const emptied = slack.view;
    await slack.command('/whatsapp-send');

    expect(textsIn(emptied.blocks)).not.toContain('is back');
    expect(inputsOf(emptied).filter(({ block_id: id }) => before.includes(id))).toEqual([]);
    expect(inputFor(emptied, 'recipients')).not.toHaveProperty('element.initial_value');
    expect(textsIn(slack.view.blocks)).not.toContain('is back');
  });

  it('is kept when it is closed, as far as Slack tells what was typed', async () => {
    const { slack } = await opened({ needs: { formDrafts: memoryDrafts() } }, '/whatsapp-send booking_confirm');
    await slack.close(FORM);
    await slack.command('/whatsapp-send flight_delay');
    await slack.close({});

    await slack.command('/whatsapp-send');

    expect(inputFor(slack.view, 'recipients')).toMatchObject({ element: { initial_value: '9876543210' } });
  });

  it('is gone when it was sent, even when Slack tells after that that it was closed', async () => {
    const formDrafts = memoryDrafts();
    const { slack } = await opened({ needs: { formDrafts } }, '/whatsapp-send booking_confirm');
    const form = slack.snapshot(FORM);
    await slack.submit(FORM);
    await slack.submit();
    await slack.closeRaw(form);

    await slack.command('/whatsapp-send');

    expect(textsIn(slack.view.blocks)).not.toContain('is back');
  });

  it('belongs to the person', async () => {
    const { formDrafts } = await left();

    expect(await formDrafts.load({ teamId: 'T1', actorId: 'U1', channelId: 'C1' })).toBeDefined();
    expect(await formDrafts.load({ teamId: 'T1', actorId: 'U2', channelId: 'C1' })).toBeUndefined();
    expect(await formDrafts.load({ teamId: 'T2', actorId: 'U1', channelId: 'C1' })).toBeUndefined();
  });
});

describe('the review view', () => {
  it('shows the message, every recipient with country, the sender and what to know, and says what its button does', async () => {
    const review = reviewOf({
      notes: {
        first: ['The templates file has another text.'],
        warnings: ['Typed without +, so the first digits were taken as the country code.'],
        remarks: ['No delivery reports are set up.'],
      },
    });
    const { slack } = await opened({ review }, '/whatsapp-send booking_confirm');

    await slack.submit();

    expect(slack.view).toMatchObject({
      callback_id: 'whatsapp_send_review',
      title: { text: 'Review the message' },
      submit: { text: 'Send to 2 people' },
      close: { text: 'Back' },
    });
    expect(inputsOf(slack.view)).toEqual([]);
    const shown = textsIn(slack.view.blocks);
    for (const part of [
      'Hello Asha, your booking BK-77 is confirmed.',
      'To 2 people',
      '+919876543210 · India',
      '+393471234567 · Italy',
      'booking_confirm · English',
      'From Support · +91 98000 00000',
      '⚠ Typed without +, so the first digits',
      'The result is posted in <#C1>.',
    ]) {
      expect(shown).toContain(part);
    }
  });

  it('has its warnings above what they are about, in the size of the message', async () => {
    const notes = { first: ['Another text.'], warnings: ['The same name.'], remarks: ['No reports.'] };
    const { slack } = await opened(
      { review: reviewOf({ notes, repeats: [REPEAT] }) },
      '/whatsapp-send booking_confirm',
    );

    await slack.submit();

    const { blocks } = slack.view;
    const placeOf = (words: string) => blocks.findIndex((block) => JSON.stringify(block).includes(words));
    const order = ['sent this to', 'send_repeat', 'Another text.', 'Hello Asha', 'The same name.', 'To 2 people'];
    const places = [...order, 'No reports.', 'Show request'].map(placeOf);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBe(0);
    expect(['Another text.', 'The same name.'].map((words) => blocks[placeOf(words)]?.type)).toEqual([
      'section',
      'section',
    ]);
  });

  it('carries the draft and nothing that was typed', async () => {
    const { slack } = await opened({}, '/whatsapp-send booking_confirm');

    await slack.submit({ recipients: '+919876543210' });

    expect(slack.view.private_metadata).toBe('{"draftId":"draft-1","channelId":"C1","formId":"V1 0"}');
  });

  it.each([
    [1, 'Send to 1 person', 'To 1 person', 1],
    [20, 'Send to 20 people', 'To 20 people', 20],
    [1_000, 'Send to 1,000 people', 'To 1,000 people, 1 to 20', 20],
  ])('counts %i recipients', async (count, button, heading, lines) => {
    const recipients = Array.from({ length: count }, (_, index) => recipientOf(`+9198${String(10_000_000 + index)}`));
    const { slack } = await opened({ review: reviewOf({ recipients }) });

    await slack.submit();

    const shown = textsIn(slack.view.blocks);
    expect(slack.view.submit?.text).toBe(button);
    expect(shown).toContain(heading);
    expect(shown.match(/\+9198\d{8} · India/g)).toHaveLength(lines);
    expect(shown.includes('Next recipients')).toBe(count === 1_000);
  });

  it('shows all recipients, page by page, and keeps what was shown and ticked', async () => {
    const all = Array.from({ length: 45 }, (_, index) => recipientOf(`+9198${String(10_000_000 + index)}`));
    const asked: object[] = [];
    const { slack } = await opened({
      review: reviewOf({ recipients: all, repeats: [REPEAT] }),
      needs: {
        async listRecipients(draftId, actorId, { count, from }) {
          asked.push({ draftId, actorId });
          return { recipients: all.slice(from, from + count), total: all.length };
        },
      },
    });
    await slack.submit();
    const first = slack.view;

    await slack.pressInView('next_recipients', '1');
    await slack.pressInView('next_recipients', '2');
    const last = slack.view;
    await slack.pressInView('previous_recipients', '1');
    await slack.pressInView('previous_recipients', '0');

    expect(textsIn(last.blocks)).toContain('To 45 people, 41 to 45');
    expect(textsIn(last.blocks)).toContain('+919810000044 · India');
    expect(textsIn(last.blocks)).not.toContain('Next recipients');
    expect(last).toMatchObject({ submit: { text: 'Send to 45 people' }, private_metadata: first.private_metadata });
    expect(last.blocks.map(({ block_id: id }) => id)).toEqual(first.blocks.map(({ block_id: id }) => id));
    expect(slack.view.blocks).toEqual(first.blocks);
    expect(asked[0]).toEqual({ draftId: 'draft-1', actorId: 'U1' });
  });

  it.each([
    ['it is in the channel', { channel: { is_member: true } }, 'The result is posted in <#C1>.'],
    [
      'it may post in public channels',
      { channel: { is_member: false, is_private: false }, scopes: 'chat:write,chat:write.public' },
      'The result is posted in <#C1>.',
    ],
    [
      'it is not in the channel',
      { channel: { is_member: false, is_private: false } },
      'I am not in <#C1>: you get the live result as a direct message from me, and <#C1> gets one copy at the end. To see it there, type `/invite @whatsapp-send` in <#C1> now, before you send.',
    ],
    [
      'it is in an archived channel',
      { channel: { is_member: true, is_archived: true } },
      'you get the live result as a direct message',
    ],
  ])('says before sending where the card will be: %s', async (_, setting, sentence) => {
    const slack = await startSlack(slackNeeds().needs, setting);
    await slack.command('/whatsapp-send booking_confirm');

    await slack.submit();

    expect(textsIn(slack.view.blocks)).toContain(sentence);
  });

  it.each([
    ['channel_not_found', 'I am not in <#C1>'],
    ['missing_scope', 'The result is posted in <#C1>. Where I cannot post, you get it as a direct message.'],
  ])('says what it knows of the place when Slack answers %s', async (error, sentence) => {
    const { slack } = await opened();
    slack.fail('conversations.info', error);

    await slack.submit();

    expect(textsIn(slack.view.blocks)).toContain(sentence);
  });

  it('does not let a channel ID of a stranger mention anybody', async () => {
    const review = reviewOf();
    const { slack } = await opened({ review: { ...review, order: { ...review.order, channelId: 'X> <!here' } } });

    await slack.submit();

    expect(textsIn(slack.view.blocks)).toContain('The result is posted in this conversation.');
  });
});

describe('"Send to 2 people"', () => {
  it('commits the send under the team and the view, and closes everything', async () => {
    const { requested, slack } = await opened();
    await slack.submit();

    const answers = await slack.submit();

    expect(answers).toEqual([{ response_action: 'clear' }]);
    expect(requested).toEqual([{ draftId: 'draft-1', dedupeKey: '["T1","V2"]' }]);
  });

  it('is not acked before the send is committed', async () => {
    const acksBefore: number[] = [];
    const requestSend = async () => {
      acksBefore.push(slack.acks.length);
      return { kind: 'accepted', sendId: 'S1', isNew: true } as const;
    };
    const { slack } = await opened({ needs: { requestSend } });
    await slack.submit();
    const acked = slack.acks.length;

    await slack.submit();

    expect(acksBefore).toEqual([acked]);
    expect(slack.acks).toHaveLength(acked + 1);
  });

  it('means the same send when it is pressed twice', async () => {
    const { requested, slack } = await opened();
    await slack.submit();

    const answers = await Promise.all([slack.submit(), slack.submit()]);

    expect(answers).toEqual([[{ response_action: 'clear' }], [{ response_action: 'clear' }]]);
    expect(new Set(requested.map(({ dedupeKey }) => dedupeKey)).size).toBe(1);
  });

  it('says that nothing was sent when the review is no longer stored, and leads back to the form', async () => {
    const { slack } = await opened({ requested: { kind: 'draft_lost' } });
    await slack.submit();

    await slack.submit();

    expect(textsIn(slack.view.blocks)).toContain('Nothing was sent: this review is too old');
    expect(slack.view.submit).toBeUndefined();
    expect(slack.view.close?.text).toBe('Back');
    slack.back();
    expect(slack.view.callback_id).toBe('whatsapp_send');
  });

  it('keeps the review for another try when the send could not be recorded', async () => {
    const { requested, slack } = await opened({ requested: { kind: 'not_saved' } });
    await slack.submit();
    const before = slack.view;

    await slack.submit();
    await slack.submit();

    expect(textsIn(slack.view.blocks)).toContain('⚠ Nothing was sent, because it could not be recorded just now');
    expect(slack.view.blocks.slice(1)).toEqual(before.blocks);
    expect(slack.view.submit).toEqual(before.submit);
    expect(new Set(requested.map(({ dedupeKey }) => dedupeKey))).toEqual(new Set(['["T1","V2"]']));
  });

  it('never says that nothing was sent when that is not certain, and stays one send', async () => {
    const { requested, slack } = await opened({ requested: { kind: 'uncertain' } });
    await slack.submit();
    const before = slack.view;

    await slack.submit();
    await slack.submit();

    expect(textsIn(slack.view.blocks)).toContain('It is not certain that this was recorded');
    expect(textsIn(slack.view.blocks)).not.toContain('Nothing was sent');
    expect(slack.view.submit).toEqual(before.submit);
    expect(new Set(requested.map(({ dedupeKey }) => dedupeKey))).toEqual(new Set(['["T1","V2"]']));
  });

  it('sends nothing a second time while the box that asks about it is not ticked', async () => {
    const at = new Date(1_767_000_000_000);
    const repeats = [
      { sendId: 'S0', actorId: 'U2', at, recipient: recipientOf('+919876543210').number, status: 'accepted' },
    ] as const;
    const { requested, slack } = await opened({ review: reviewOf({ repeats }) });
    await slack.submit();

    const [unticked] = await slack.submit();
    const requestedUnticked = requested.length;
    const ticked = await slack.submit({ send_repeat: String(at.getTime()) });

    expect(unticked).toMatchObject({ response_action: 'errors' });
    expect(Object.values((unticked as { errors: object }).errors)).toEqual([expect.stringContaining('Tick to send')]);
    expect(requestedUnticked).toBe(0);
    expect(ticked).toEqual([{ response_action: 'clear' }]);
  });

  it('says so when a view holds no draft of ours', async () => {
    const { requested, slack } = await opened();

    const [answer] = await slack.deliver({
      type: 'view_submission',
      team: { id: 'T1' },
      user: { id: 'U1', team_id: 'T1' },
      view: { id: 'V9', callback_id: 'whatsapp_send_review', private_metadata: 'null', blocks: [] },
    });

    expect(answer).toMatchObject({ response_action: 'update', view: { title: { text: 'Not sent' } } });
    expect(requested).toEqual([]);
  });
});
