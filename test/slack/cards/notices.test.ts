import { describe, expect, it } from 'vitest';
import { failureNotice } from '../../../src/slack/cards/notices.ts';
import { shownText } from '../../support/block-walk.ts';
import { EXPLANATIONS } from '../../support/cards.ts';
import { deliveryAt, failure, sendOf } from '../../support/sends.ts';

describe('the notice in a card’s thread', () => {
  it('says what is unknown, and “Settled” once a late report or a person has settled it', () => {
    const unknown = deliveryAt(0, { status: 'unknown', failure: failure({ reason: 'no_answer' }) });
    const asked = failureNotice(sendOf({ deliveries: [unknown] }), EXPLANATIONS);
    const told = failureNotice(sendOf({ deliveries: [deliveryAt(0, { status: 'delivered' })] }), EXPLANATIONS);

    expect(asked.text).toMatch(/^1 of 1 unknown \? \(may have been sent\)/);
    expect(told.text).toBe('Settled: <@U1> sent booking_confirm · English — 1 of 1 delivered ✓✓');
    expect(shownText(told.blocks)).toMatch(/^Settled: /);
  });

  it('is not settled while one of them is still a problem', () => {
    const failed = deliveryAt(0, { status: 'failed', failure: failure({ reason: 'reported' }) });
    const deliveries = [failed, deliveryAt(1, { status: 'read' })];

    expect(failureNotice(sendOf({ deliveries }), EXPLANATIONS).text).toMatch(/^1 of 2 not delivered ✕/);
  });
});
