import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/validate/check.ts';
import type { CardRole } from '../../../src/core/send/card.ts';
import type { Delivery } from '../../../src/core/send/delivery/delivery.ts';
import type { DeliveryStatus } from '../../../src/core/send/delivery/status.ts';
import type { Send } from '../../../src/core/send/send.ts';
import { activeElements, shownText, textsOf } from '../../support/block-walk.ts';
import { cardOf } from '../../support/cards.ts';
import { deliveryAt, failure, phone, sendOf } from '../../support/sends.ts';

const NO_ID = { messageId: undefined } as const;

/** Every line of rich text as a reader sees it, mentions and dates by their kind. */
function linesOf(blocks: readonly KnownBlock[]): string[] {
  return blocks
    .filter((block) => block.type === 'rich_text')
    .flatMap(({ elements }) => elements)
    .flatMap((line) =>
      'elements' in line && line.type !== 'rich_text_list' ? [line.elements.map(wordOf).join('')] : [],
    );
}

function wordOf(element: { readonly type: string; readonly text?: string; readonly user_id?: string }): string {
  return element.text ?? element.user_id ?? `⟨${element.type}⟩`;
}

function cardLines(send: Send, role: CardRole = 'channel'): string[] {
  return linesOf(cardOf(send, { role, shape: 'full' }).blocks);
}

function many(count: number, change: (position: number) => Partial<Delivery> = () => ({})): Delivery[] {
  return Array.from({ length: count }, (_, position) => deliveryAt(position, change(position)));
}

function withStatuses(...statuses: readonly DeliveryStatus[]): Send {
  return sendOf({ deliveries: statuses.map((status, position) => deliveryAt(position, { status })) });
}

describe('the card of a send to a few', () => {
  it('reads from top to bottom: story, message, recipients, origin', () => {
    const { text, blocks } = cardOf(sendOf());

    expect(text).toBe('<@U1> sent booking_confirm · English — 2 of 2 delivered ✓✓');
    expect(linesOf(blocks)).toEqual([
      'U1 sent booking_confirm · English — 2 of 2 delivered ✓✓',
      'Hello Asha, your booking BK-77 is confirmed.\nThank you\n[View ↗ example.com/login/abc]  [Stop]',
      '•••• 1111   delivered ✓✓   9a54b0c1-1111-48b9-88f7-0123456789ab:0   ⟨date⟩',
      '•••• 2222   delivered ✓✓   9a54b0c1-1111-48b9-88f7-0123456789ab:1   ⟨date⟩',
    ]);
    expect(blocks.at(-2)).toEqual({
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: 'from •••• 0000 · <!date^1795356060^{date_short_pretty} {time}|2026-11-22 14:01 UTC> · `01JD0000000000000000000000`',
        },
      ],
    });
  });

  it('names the sender as the team knows it, and nothing in the name formats or mentions', () => {
    const sender = phone('+919800000000');
    const origin = (name: string | undefined) =>
      shownText(cardOf(sendOf({ sender }), { senders: [{ number: sender, name }] }).blocks.at(-2));

    expect(origin('Support')).toMatch(/^from Support \(•••• 0000\) · /);
    expect(origin(undefined)).toMatch(/^from •••• 0000 · /);
    expect(origin('<!here> *Desk*')).toMatch(/^from &lt;!here&gt; Desk \(•••• 0000\) · /);
  });

  it('gives each message ID as code, in full, so that it can be copied', () => {
    const { blocks } = cardOf(sendOf());

    expect(JSON.stringify(blocks)).toContain(
      '{"type":"text","text":"9a54b0c1-1111-48b9-88f7-0123456789ab:0","style":{"code":true}}',
    );
  });

  it('carries the send ID in its metadata, and nothing personal', () => {
    expect(cardOf(sendOf()).metadata).toEqual({
      event_type: 'whatsapp_send',
      event_payload: { send_id: '01JD0000000000000000000000' },
    });
  });

  it('has the same blocks and as many lines from queued to read', () => {
    const statuses: DeliveryStatus[] = ['queued', 'sending', 'accepted', 'sent', 'delivered', 'read'];
    const stages = statuses.map((status, stage) =>
      cardOf(sendOf({ deliveries: many(2, () => (stage < 2 ? { status, ...NO_ID } : { status })) })),
    );

    for (const { blocks } of stages) {
      expect(blocks.map(({ type }) => type)).toEqual(['rich_text', 'rich_text', 'rich_text', 'context', 'actions']);
      expect(linesOf(blocks)).toHaveLength(4);
      expect(blocks.at(-1)).toMatchObject({ type: 'actions', block_id: 'next_steps' });
      expect(linesOf(blocks)[2]).toMatch(/^•••• 1111/);
    }
  });

  it('keeps the order of the send whatever happens to whom', () => {
    const send = withStatuses('read', 'failed', 'queued');

    expect(
      cardLines(send)
        .slice(2, 5)
        .map((line) => line.slice(0, 9)),
    ).toEqual(['•••• 1111', '•••• 2222', '•••• 3333']);
  });

  it('says that a message ID is still to come, or that there is none', () => {
    const send = sendOf({
      deliveries: [deliveryAt(0, { status: 'queued', ...NO_ID }), deliveryAt(1, { status: 'rejected', ...NO_ID })],
    });

    expect(cardLines(send)[2]).toContain('queued ·   no message ID yet');
    expect(cardLines(send)[3]).toMatch(/not sent ✕ {3}no message ID {3}/);
  });

  it('shows the day too when the news came long after the send', () => {
    const late = deliveryAt(0, { changedAt: new Date('2026-11-24T09:00:00Z') });

    const [early, next] = [cardOf(sendOf()), cardOf(sendOf({ deliveries: [late] }))].map(({ blocks }) =>
      JSON.stringify(blocks[2]),
    );

    expect(early).toContain('"format":"{time}","fallback":"2026-11-22 14:02 UTC"');
    expect(next).toContain('"format":"{date_short_pretty} {time}"');
  });

  it('lists the values of a template that was given by name', () => {
    const send = sendOf({ template: undefined, message: { ...sendOf().message, language: undefined } });

    expect(cardLines(send).slice(0, 2)).toEqual([
      'U1 sent booking_confirm — 2 of 2 delivered ✓✓',
      '(Text not available) Its values:\n1. Asha\n2. BK-77',
    ]);
  });

  it('names the send that it repeats', () => {
    const { blocks } = cardOf(sendOf({ parentId: '01JC0000000000000000000000' }));

    expect(shownText(blocks.at(-2))).toMatch(/ · sent again after `01JC0000000000000000000000`$/);
  });
});

describe('the next steps on a card', () => {
  const labels = (send: Send) => shownText(cardOf(send).blocks.at(-1));

  it('are the same buttons in the same place whatever becomes of the send', () => {
    expect(labels(withStatuses('sending'))).toBe('DetailsSend again…Message IDs');
    expect(labels(withStatuses('read', 'failed', 'rejected'))).toBe('DetailsSend again…Message IDs');
    expect(cardOf(sendOf()).blocks.at(-1)).toMatchObject({
      block_id: 'next_steps',
      elements: [{ value: sendOf().id }, { value: sendOf().id }, { value: sendOf().id }],
    });
  });

  it('let a person report the only unknown delivery', () => {
    const one = withStatuses('read', 'unknown');

    expect(labels(one)).toContain('It arrived');
    expect(cardOf(one).blocks.at(-1)).toMatchObject({
      elements: [
        {},
        {},
        {},
        { value: `${one.id} D1`, confirm: { text: { text: expect.stringContaining('•••• 2222') } } },
        { value: `${one.id} D1`, confirm: { text: { text: expect.stringContaining('This does not send it again') } } },
      ],
    });
    expect(labels(withStatuses('unknown', 'unknown'))).toBe('DetailsSend again…Message IDs');
  });

  it('lead to Details when several are unknown', () => {
    const lead =
      'Do you know whether it arrived for the 2 unknown recipients? Say so in Details, for all of them at once.';

    expect(linesOf(cardOf(withStatuses('unknown', 'read', 'unknown')).blocks)).toContain(lead);
    expect(shownText(cardOf(withStatuses('unknown', 'read')).blocks)).not.toContain('Say so in Details');
  });

  it('are followed up: the card names every send that repeats it', () => {
    const { blocks } = cardOf(sendOf({ repeatedBy: ['01JE0000000000000000000000', '01JF0000000000000000000000'] }));

    expect(shownText(blocks.at(-2))).toMatch(
      / · sent again as `01JE0000000000000000000000`, `01JF0000000000000000000000`$/,
    );
  });

  it('warn that a message may arrive twice, or did, when it was sent again', () => {
    const deliveries = [0, 1, 2].map((position) => deliveryAt(position, { status: 'accepted' }));
    const [one, two, three] = deliveries.map(({ recipient }) => recipient);
    if (one === undefined || two === undefined || three === undefined) throw new Error('three recipients');
    const earlier = [
      { recipient: one, status: 'unknown' },
      { recipient: two, status: 'read' },
      { recipient: three, status: 'failed' },
    ] as const;

    const lines = cardLines(sendOf({ deliveries, parentId: '01JC0000000000000000000000', earlier }));

    expect(lines).toContain(
      '•••• 1111: May arrive twice: the earlier message (01JC0000000000000000000000) may also have been delivered.',
    );
    expect(lines).toContain(
      '•••• 2222: Sent twice: the earlier message (01JC0000000000000000000000) was also delivered.',
    );
    expect(lines.join('\n')).not.toContain('•••• 3333:');
  });

  it('show who reported a status by hand', () => {
    const manualReport = { said: 'not_arrived', actorId: 'U7', at: new Date('2026-11-22T14:05:00Z') } as const;
    const told = {
      status: 'failed',
      failure: failure({ reason: 'manual_report', code: undefined }),
      ...NO_ID,
      manualReport,
    } as const;

    const few = cardLines(sendOf({ deliveries: [deliveryAt(0, told)] }));
    const table = shownText(cardOf(sendOf({ deliveries: many(6, () => told) })).blocks);

    expect(few[2]).toMatch(/not delivered ✕ {3}no message ID {3}⟨date⟩, says U7$/);
    expect(few[3]).toContain('Not delivered, as a person says');
    expect(table).toContain('not delivered ✕, a person says');
  });
});

describe('the first line, which is also the notification', () => {
  it.each<[string, readonly DeliveryStatus[], string]>([
    ['nothing left yet', ['queued', 'queued'], '<@U1> sent booking_confirm · English — 2 of 2 queued ·'],
    ['it is leaving', ['sending', 'queued'], '<@U1> sent booking_confirm · English — 1 of 2 sending …'],
    ['Kaleyra has it', ['accepted'], '<@U1> sent booking_confirm · English — 1 of 1 accepted ✓'],
    ['one is on its way', ['sent', 'accepted'], '<@U1> sent booking_confirm · English — 1 of 2 sent ✓'],
    [
      'one was read',
      ['read', 'delivered', 'sent'],
      '<@U1> sent booking_confirm · English — 1 read ✓✓✓, 1 delivered ✓✓ of 3',
    ],
    ['all were read', ['read', 'read'], '<@U1> sent booking_confirm · English — 2 of 2 read ✓✓✓'],
    ['it was called off', ['cancelled', 'cancelled'], '<@U1> sent booking_confirm · English — 2 of 2 cancelled –'],
    ['one failed', ['failed', 'read'], '1 of 2 not delivered ✕ — booking_confirm · English, by <@U1>'],
    ['all were refused', ['rejected', 'rejected'], '2 of 2 not sent ✕ — booking_confirm · English, by <@U1>'],
    [
      'nobody knows',
      ['unknown', 'read'],
      '1 of 2 unknown ? (may have been sent) — booking_confirm · English, by <@U1>',
    ],
    [
      'much goes wrong',
      ['unknown', 'rejected', 'failed', 'read'],
      '1 of 4 not delivered ✕, 1 of 4 not sent ✕, 1 of 4 unknown ? (may have been sent) — booking_confirm · English, by <@U1>',
    ],
  ])('says that %s', (_, statuses, line) => {
    const send = withStatuses(...statuses);

    expect(cardOf(send).text).toBe(line);
    expect(cardLines(send)[0]).toBe(line.replace('<@U1>', 'U1'));
  });

  it('names the language as people do', () => {
    const inLanguage = (language: string): string =>
      cardOf(sendOf({ message: { ...sendOf().message, language } })).text;

    expect(inLanguage('pt_BR')).toContain(' · Portuguese (Brazil) — ');
    expect(inLanguage('<!here>')).toContain(' · &lt;!here&gt; — ');
  });
});

describe('what went wrong', () => {
  it('is said once for all whom it met, with its code and whether to try again', () => {
    const failed = { status: 'failed', failure: failure() } as const;
    const send = sendOf({ deliveries: many(3, (position) => (position < 2 ? failed : { status: 'read' })) });

    const notes = cardLines(send).slice(5);

    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^•••• 1111, •••• 2222: .*\(131026\)/);
    expect(notes[0]).toMatch(/again/);
  });

  it('says how long was waited, that it may have been sent, and who can tell', () => {
    const silent = failure({ reason: 'no_answer', code: undefined });
    const unknown = sendOf({ deliveries: [deliveryAt(0, { status: 'unknown', failure: silent, ...NO_ID })] });
    const noteOf = (send: Send): unknown => cardOf(send, { role: 'channel', shape: 'full' }).blocks.at(-3);

    const [expected, unexpected] = [unknown, { ...unknown, reportsExpected: false }].map(noteOf);

    expect(shownText(expected)).toContain('Kaleyra did not answer in 15 s. The message may have been sent. ');
    expect(JSON.stringify(expected)).toContain('{"type":"text","text":"may have been sent","style":{"bold":true}}');
    expect(shownText(expected)).toContain(
      'A delivery report may still tell. Otherwise ask the recipient before you send it again.',
    );
    expect(shownText(unexpected)).not.toContain('delivery report may still tell');
  });

  it('is forgotten when a report says that the message arrived after all', () => {
    const arrived = deliveryAt(0, { status: 'delivered', failure: failure({ reason: 'no_answer', code: 'E_LATE' }) });
    const deliveries = [arrived, ...many(6).slice(1)];

    expect(cardLines(sendOf({ deliveries: [arrived] }))).toHaveLength(3);
    expect(JSON.stringify(cardOf(sendOf({ deliveries })).blocks)).not.toContain('E_LATE');
  });

  it('names no numbers when all recipients are affected', () => {
    const send = sendOf({ deliveries: many(2, () => ({ status: 'failed', failure: failure() })) });

    expect(cardLines(send)[4]).not.toContain('••••');
  });

  it('counts the people when they are many, and the reasons when they are many', () => {
    const deliveries = many(30, (position) => ({
      status: 'failed',
      failure: position < 10 ? failure() : failure({ code: `E9${position}`, text: `Words number ${position}.` }),
    }));

    const notes = cardLines(sendOf({ deliveries })).slice(3);

    expect(notes[0]).toMatch(/^10 recipients: /);
    expect(notes).toHaveLength(6);
    expect(notes[5]).toBe('16 more reasons: see the codes above.');
  });

  it('cannot mention, link or format by the words of Kaleyra', () => {
    const words = failure({ reason: 'refused', code: 'E999', text: '<!channel> <@U9> *b* :smile: \u202e' });
    const send = sendOf({
      deliveries: [deliveryAt(0, { status: 'rejected', failure: words, ...NO_ID })],
      warning: { kind: 'other', text: '<https://evil.example|bank>' },
    });

    const { blocks } = cardOf(send);

    expect(activeElements(blocks)).toEqual(['user', 'date']);
    expect(shownText(blocks)).not.toContain('\u202e');
    expect(textsOf(blocks).filter(({ isMarkup, text }) => isMarkup && /evil|U9|channel/.test(text))).toEqual([]);
  });
});

describe('delivery reports that will not come', () => {
  it('are explained with the place in Kaleyra’s console when the address is not allowed there', () => {
    const send = sendOf({
      warning: { kind: 'callback_not_allowed', text: 'Callback not initiated as the URL is not Whitelisted.' },
    });

    expect(cardLines(send)[4]).toBe(
      'No delivery reports: Kaleyra took the message, but does not allow this bot’s callback address. Your admin can allow it in ' +
        'Kaleyra’s console under Settings → Settings tab → “Enable WhatsApp Callback URLs”. ' +
        'Kaleyra’s words: “Callback not initiated as the URL is not Whitelisted.”',
    );
  });

  it('are said to be late since the first of those that are, and for how many', () => {
    const lateSince = (...minutes: readonly number[]): Partial<Delivery>[] =>
      minutes.map((minute) => ({
        status: 'accepted',
        isReportOverdue: true,
        changedAt: new Date(Date.UTC(2026, 10, 22, 14, minute)),
      }));
    const noteOf = (changes: readonly Partial<Delivery>[]) => {
      const { blocks } = cardOf(
        sendOf({ deliveries: changes.map((change, position) => deliveryAt(position, change)) }),
      );
      const found = blocks
        .filter((block) => block.type === 'rich_text')
        .flatMap(({ elements }) => elements)
        .find((line) => wordOf(line.elements[0] as { type: string }).startsWith('No delivery report'));
      return found?.elements.map((element) =>
        element.type === 'date' ? element.timestamp : wordOf(element as { type: string }),
      );
    };
    const second = Date.UTC(2026, 10, 22, 14, 5) / 1_000;
    const why = '. Kaleyra took the message and has not reported delivery. It may have arrived: ask the recipient.';

    expect(noteOf(lateSince(5))).toEqual(['No delivery report since ', second, why]);
    expect(noteOf(lateSince(9, 5, 7))).toEqual(['No delivery report since ', second, why]);
    expect(noteOf([...lateSince(9, 5), {}])).toEqual(['No delivery report for 2 of 3 since ', second, why]);
    expect(noteOf([{}])).toBeUndefined();
  });

  it('are said once when there is no address to send them to', () => {
    const lines = cardLines(sendOf({ reportsExpected: false }));

    expect(lines.filter((line) => line.startsWith('No delivery reports: '))).toHaveLength(1);
  });

  it('are not mentioned when all is well', () => {
    expect(cardLines(sendOf())).toHaveLength(4);
  });
});

describe('the card of a send to many', () => {
  const statusAt = (position: number): Partial<Delivery> => {
    if (position === 4) return { status: 'failed', failure: failure() };
    return { status: position === 2 ? 'read' : 'delivered' };
  };

  it('has a line for each of five, and a summary with a table for six', () => {
    const [five, six] = [5, 6].map((count) => cardOf(sendOf({ deliveries: many(count) })).blocks);

    expect(linesOf(five ?? [])).toHaveLength(7);
    expect(five?.map(({ type }) => type)).not.toContain('data_table');
    expect(linesOf(six ?? [])[2]).toBe('6 delivered');
    expect(six?.map(({ type }) => type)).toContain('data_table');
  });

  it('summarises every status in the order of the way', () => {
    expect(cardLines(sendOf({ deliveries: many(6, statusAt) }))[2]).toBe('4 delivered · 1 read · 1 not delivered');
  });

  it('has a table with failures first, then in the order of the send, IDs in full', () => {
    const { blocks } = cardOf(sendOf({ deliveries: many(6, statusAt) }));
    const table = blocks.find((block) => block.type === 'data_table');

    expect(table?.rows.map((row) => row.map((cell) => ('text' in cell ? cell.text : '')))).toEqual([
      ['Recipient', 'Status', 'Message ID'],
      ['•••• 5555', 'not delivered ✕ 131026', '9a54b0c1-1111-48b9-88f7-0123456789ab:4'],
      ['•••• 1111', 'delivered ✓✓', '9a54b0c1-1111-48b9-88f7-0123456789ab:0'],
      ['•••• 2222', 'delivered ✓✓', '9a54b0c1-1111-48b9-88f7-0123456789ab:1'],
      ['•••• 3333', 'read ✓✓✓', '9a54b0c1-1111-48b9-88f7-0123456789ab:2'],
      ['•••• 4444', 'delivered ✓✓', '9a54b0c1-1111-48b9-88f7-0123456789ab:3'],
      ['•••• 6666', 'delivered ✓✓', '9a54b0c1-1111-48b9-88f7-0123456789ab:5'],
    ]);
  });

  it('has lines in place of the table for a workspace that does not know it', () => {
    const { blocks } = cardOf(sendOf({ deliveries: many(30, statusAt) }), { role: 'channel', shape: 'plain' });

    expect(blocks.map(({ type }) => type)).not.toContain('data_table');
    expect(linesOf(blocks)[3]).toMatch(/^•••• 5555 {3}not delivered ✕/);
    expect(linesOf(blocks)).toContain('These are 20 of 30 recipients, failures first. Details shows all of them.');
  });

  it('shows a hundred of a hundred, and says how many of a thousand', () => {
    const rows = (count: number): number => {
      const table = cardOf(sendOf({ deliveries: many(count) })).blocks.find((block) => block.type === 'data_table');
      return (table?.rows.length ?? 0) - 1;
    };

    expect([rows(100), rows(1_000)]).toEqual([100, 100]);
    expect(cardLines(sendOf({ deliveries: many(1_000) }))).toContain(
      'These are 100 of 1,000 recipients, failures first. Details shows all of them.',
    );
    expect(cardOf(sendOf({ deliveries: many(1_000) })).text).toContain('1,000 of 1,000 delivered');
  });
});

describe('the card in another place', () => {
  it('says first in a direct message why it is there, and how to change that', () => {
    const [line] = cardLines(sendOf(), 'dm');
    const { text, blocks } = cardOf(sendOf(), { role: 'dm', shape: 'full' });

    expect(line).toBe('I cannot post in ⟨channel⟩: the result is here. After /invite @whatsapp-send I can post there.');
    expect(JSON.stringify(blocks[0])).toContain('{"type":"channel","channel_id":"C1"}');
    expect(text).toMatch(/^<@U1> sent /);
  });

  it('offers no invitation to a conversation between two people', () => {
    expect(cardLines(sendOf({ channelId: 'D9' }), 'dm')[0]).toBe(
      'I cannot post in the conversation where you ran the command: the result is here.',
    );
  });

  it('says in a response that it stays as it is', () => {
    expect(cardLines(sendOf(), 'response_url').at(-1)).toMatch(/^This is the result as it was when it was posted\./);
  });

  it('names the channel in the copy for leads', () => {
    expect(shownText(cardOf(sendOf(), { role: 'audit', shape: 'full' }).blocks.at(-2))).toMatch(/ · in <#C1>$/);
  });
});

describe('Slack’s limits', () => {
  it.each(['channel', 'dm', 'audit', 'response_url'] as const)('hold for an everyday card in the place %s', (role) => {
    for (const count of [1, 6]) {
      expect(checkBlocks(cardOf(sendOf({ deliveries: many(count) }), { role, shape: 'full' }).blocks)).toEqual([]);
    }
  });

  const longest = 'W'.repeat(1_024);
  const loud = (count: number): Send =>
    sendOf({
      template: {
        name: 'n'.repeat(512),
        language: 'en_US',
        category: 'UTILITY',
        status: 'APPROVED',
        header: { format: 'text', text: 'H'.repeat(60), example: undefined },
        body: {
          text: `${'B'.repeat(900)} {{1}} {{2}} {{3}}`,
          parameters: ['1', '2', '3'].map((name) => ({ name, label: name, example: undefined })),
        },
        footer: 'F'.repeat(60),
        buttons: Array.from({ length: 10 }, () => ({
          kind: 'url' as const,
          label: 'L'.repeat(25),
          url: `https://example.com/${'u'.repeat(1_900)}`,
          example: undefined,
        })),
      },
      message: { ...sendOf().message, template: 'n'.repeat(512), parameters: [longest, longest, longest] },
      warning: { kind: 'callback_not_allowed', text: 'w'.repeat(5_000) },
      parentId: '01JC0000000000000000000000',
      deliveries: many(count, (position) => ({
        status: 'failed',
        messageId: `${'m'.repeat(200)}:${position}`,
        failure: failure({ code: `E${position}`, text: 't'.repeat(5_000) }),
      })),
    });

  it.each([1, 2, 5, 6, 100, 1_000])('hold for the longest legal texts and %i recipients, in both shapes', (count) => {
    for (const shape of ['full', 'plain'] as const) {
      const { text, blocks } = cardOf(loud(count), { role: 'dm', shape });
      const texts = textsOf(blocks).map((one) => one.text);

      expect(checkBlocks(blocks)).toEqual([]);
      expect(text.length).toBeLessThanOrEqual(3_000);
      expect(blocks.length).toBeLessThanOrEqual(50);
      expect(texts.reduce((sum, one) => sum + one.length, 0)).toBeLessThanOrEqual(11_000);
      expect(Math.max(...texts.map((one) => one.length))).toBeLessThanOrEqual(3_000);
      expect(Math.min(...texts.map((one) => one.length))).toBeGreaterThan(0);
    }
  });
});

describe('the words of other people in a card', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          '<!channel>',
          '<@U9>',
          '<https://evil.example|bank>',
          '&lt;',
          '*',
          '_',
          '`',
          ':smile:',
          '@here',
          '\n',
          'é',
        ),
        {
          maxLength: 8,
        },
      )
      .map((parts) => parts.join('')),
  );

  // Five to seven texts a card.
  it('never reach markup, in no place of 10,000 texts', () => {
    const sends = fc.record({
      template: hostile,
      language: fc.option(hostile, { nil: undefined }),
      parameters: fc.array(hostile, { maxLength: 3 }),
      words: hostile,
      code: hostile,
      messageId: fc.option(hostile, { nil: undefined }),
      count: fc.constantFrom(1, 2, 6),
    });

    fc.assert(
      fc.property(sends, ({ words, code, messageId, count, ...message }) => {
        const send = sendOf({
          template: undefined,
          message: { ...sendOf().message, ...message },
          warning: { kind: 'other', text: words },
          deliveries: many(count, () => ({
            status: 'failed',
            messageId,
            failure: failure({ reason: 'refused', code, text: words }),
          })),
        });

        const { text, blocks } = cardOf(send);

        expect(checkBlocks(blocks)).toEqual([]);
        const markup = textsOf(blocks).filter(({ isMarkup }) => isMarkup);
        expect(markup).toEqual(textsOf(cardOf(sendOf()).blocks).filter(({ isMarkup }) => isMarkup));
        expect(activeElements(blocks).filter((type) => type !== 'date')).toEqual(['user']);
        expect(text.replace(/, by <@U1>$/, '')).not.toMatch(/[<>*`~@:]/);
        expect(text.replace(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
      }),
      { numRuns: 2_000 },
    );
  }, 60_000);

  it('show no number beyond its last four digits', () => {
    for (const role of ['channel', 'dm', 'audit', 'response_url'] as const) {
      const { text, blocks } = cardOf(sendOf({ sender: phone('+919800000000') }), { role, shape: 'full' });

      expect(`${text}${shownText(blocks)}`).not.toMatch(/98000|98765/);
    }
  });
});
