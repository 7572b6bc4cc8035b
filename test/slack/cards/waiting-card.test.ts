import { describe, expect, it } from 'vitest';
import type { Pause } from '../../../src/core/account/pause.ts';
import { cardOf } from '../../support/cards.ts';
import { deliveryAt, sendOf } from '../../support/sends.ts';
import { textsIn } from '../../support/slack.ts';

const AT = new Date('2026-11-20T14:02:00Z');
const queued = { status: 'queued', messageId: undefined } as const;
const REFUSED: Pause = {
  id: 'P1',
  kind: 'refused',
  code: 'RBC001',
  endsAt: undefined,
  resumedBy: undefined,
};

const STOPPED = { state: 'stopped', by: 'U0PRIYA', at: AT, reason: undefined } as const;

function shown(change: Parameters<typeof sendOf>[0]): string {
  return JSON.stringify(cardOf(sendOf({ deliveries: [deliveryAt(0, queued)], ...change })).blocks);
}

describe('a card whose messages wait', () => {
  it.each([
    ['in line', { kind: 'in_line', ahead: 400, perSecond: 40, until: AT }, 'among 400 in line'],
    ['for another try', { kind: 'retry', at: AT }, 'nothing has left. It is tried again at '],
    ['after an interruption', { kind: 'catching_up' }, 'catching up after an interruption'],
  ] as const)('says why: %s', (_, waiting, words) => {
    expect(shown({ waiting })).toContain(words);
  });

  it('says how many wait for the end of quiet hours, where, and when they leave by themselves', () => {
    const one = { region: 'IN', messages: 1, until: AT };
    const others = { region: 'IT', messages: 1_200, until: new Date(AT.getTime() + 60_000) };
    const card = textsIn(cardOf(sendOf({ deliveries: [deliveryAt(0, queued)], quietWaits: [one, others] })).blocks);

    expect(card).toContain('1 message, because the policy has quiet hours in India. ');
    expect(card).toContain('It leaves by itself ');
    expect(card).toContain('1,200 messages, because the policy has quiet hours in Italy. ');
    expect(card).toContain('They leave by themselves ');
    expect(shown({ quietWaits: [one] })).toContain(
      `{"type":"date","timestamp":${AT.getTime() / 1_000},"format":"{date_short_pretty} at {time}"`,
    );
    expect(shown({})).not.toContain('quiet hours');
  });

  it.each([
    ['C0OPS', '"channel_id":"C0OPS"'],
    ['U0ASHA', '"user_id":"U0ASHA"'],
  ])('says where Resume is: %s', (noticePlace, element) => {
    const card = shown({ pausedBy: { ...REFUSED, noticePlace } });

    expect(card).toContain('Resume');
    expect(card).toContain(element);
  });

  it('says that the rules hold it, and has the button that lets it go once they allow it', () => {
    const card = shown({ change: { state: 'held', by: undefined, at: AT, reason: 'not_allowed' } });

    expect(card).toContain('Held, and not sent: ');
    expect(card).toContain(
      'the policy does not allow it any more. Somebody whom the policy allows it can press Send now; otherwise stop it.',
    );
    expect(card).toContain('"text":"Send now"');
    expect(shown({})).not.toContain('Send now');
  });

  it('has a button that cancels, after a question', () => {
    const { blocks } = cardOf(
      sendOf({ deliveries: [deliveryAt(0, queued), deliveryAt(1, { status: 'sending', messageId: undefined })] }),
    );

    expect(blocks.at(-1)).toMatchObject({
      elements: expect.arrayContaining([
        expect.objectContaining({
          action_id: 'send_cancel',
          value: sendOf().id,
          confirm: expect.objectContaining({
            text: {
              type: 'plain_text',
              text: '1 of 2 had not left when this was shown. Those that have not left yet will not be sent. What has left or is on its way cannot be stopped.',
            },
          }),
        }),
      ]),
    });
  });

  it('tells who cancelled it, and for how many it was too late', () => {
    const deliveries = [
      deliveryAt(0, { status: 'cancelled', messageId: undefined }),
      deliveryAt(1, { status: 'delivered' }),
      deliveryAt(2, { status: 'read' }),
    ];
    const { blocks } = cardOf(sendOf({ deliveries, change: { ...STOPPED, onTheirWay: 1 } }));

    expect(textsIn(blocks)).toContain('1 had left, 1 did not, 1 was on its way.');
    expect(JSON.stringify(blocks)).toContain('"user_id":"U0PRIYA"');
    expect(JSON.stringify(blocks)).not.toContain('send_cancel');
  });

  it('counts what is not marked yet as cancelled, and offers no second Cancel', () => {
    const deliveries = [deliveryAt(0, { status: 'cancelled', messageId: undefined }), deliveryAt(1, queued)];
    const { blocks } = cardOf(sendOf({ deliveries, change: { ...STOPPED, onTheirWay: 0 } }));

    expect(textsIn(blocks)).toContain('Nothing of it has left.');
    expect(JSON.stringify(blocks)).not.toContain('send_cancel');
  });
});
