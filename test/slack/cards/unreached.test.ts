import { describe, expect, it } from 'vitest';
import type { CancelReason } from '../../../src/core/send/delivery/cancel-reason.ts';
import { shownText } from '../../support/block-walk.ts';
import { cardOf } from '../../support/cards.ts';
import { deliveryAt, sendOf } from '../../support/sends.ts';

function cancelled(position: number, cancelReason: CancelReason) {
  return deliveryAt(position, { status: 'cancelled', cancelReason, messageId: undefined });
}

describe('a card of people who are not reached', () => {
  it('says who said no, and how far it came for the others', () => {
    const send = sendOf({ deliveries: [deliveryAt(0), cancelled(1, 'opted_out')] });
    const { blocks, text } = cardOf(send);
    const shown = shownText(blocks);

    expect(text).toContain('1 of 2 delivered ✓✓, 1 cancelled –');
    expect(shown).toContain('cancelled – (opted out)');
    expect(shown).toContain('1 of them said no and gets nothing: •••• 2222.');
  });

  it('counts the reasons where there are many recipients', () => {
    const deliveries = [
      ...[0, 1, 2].map((at) => cancelled(at, 'opted_out')),
      ...[3, 4].map((at) => cancelled(at, 'not_in_team')),
      ...[5, 6, 7].map((at) => deliveryAt(at)),
    ];
    const shown = shownText(cardOf(sendOf({ deliveries })).blocks);

    expect(shown).toContain('3 delivered · 3 opted out · 2 not the team’s numbers');
    expect(shown).toContain('Team mode: 2 are not among the team’s numbers, and get nothing.');
  });

  it('says on trial that nothing left, and before that that nothing leaves', () => {
    const before = sendOf({ deliveries: [deliveryAt(0, { status: 'queued' })] });
    const after = sendOf({ deliveries: [cancelled(0, 'trial')] });

    expect(shownText(cardOf(before, { mode: 'trial' }).blocks)).toContain('Trial: no message is sent.');
    expect(shownText(cardOf(after, { mode: 'trial' }).blocks)).toContain('Trial: no message was sent.');
    expect(shownText(cardOf(after, { mode: 'live' }).blocks)).toContain('Trial: no message was sent.');
  });

  it('says in team mode whom messages reach, and nothing of a mode otherwise', () => {
    expect(shownText(cardOf(sendOf(), { mode: 'team' }).blocks)).toContain('Team mode: only the team’s numbers');
    expect(shownText(cardOf(sendOf()).blocks)).not.toMatch(/trial|team/i);
  });
});
