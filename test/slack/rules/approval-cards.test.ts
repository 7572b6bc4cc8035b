import { describe, expect, it } from 'vitest';
import type { Approval, ApprovalOnCard } from '../../../src/core/rules/approval.ts';
import type { Mode } from '../../../src/core/rules/mode.ts';
import { approverCard, digestOfBlock } from '../../../src/slack/cards/approval/approver-card.ts';
import { cardOf } from '../../support/cards.ts';
import { BOOKING_MESSAGE, deliveryAt, sendOf } from '../../support/sends.ts';
import { textsIn } from '../../support/slack.ts';

const ASKED_AT = new Date('2026-11-29T10:00:00Z');
const CARLA = { personId: 'UCARLA', meets: [0], reason: undefined, at: new Date('2026-11-29T10:02:00Z') } as const;

function approvalOf(change: Partial<ApprovalOnCard> = {}): ApprovalOnCard {
  return {
    sendId: 'S1',
    actorId: 'U1',
    digest: 'digest-1',
    needs: [{ by: ['lead'], count: 1, rule: 3, because: 'it goes to more than 50 people (policy.yml, rule 3)' }],
    state: 'waiting',
    askedAt: ASKED_AT,
    expiresAt: new Date(ASKED_AT.getTime() + 8 * 3_600_000),
    approvals: [],
    approvers: ['UCARLA', 'UDEV'],
    ...change,
  };
}

const QUEUED = [deliveryAt(0, { status: 'queued' }), deliveryAt(1, { status: 'queued' })];
const CANCELLED = [deliveryAt(0, { status: 'cancelled' }), deliveryAt(1, { status: 'cancelled' })];

function ownCard(approval: ApprovalOnCard, personId = 'UCARLA', mode: Mode = 'live') {
  const countries = [
    { country: 'India', recipients: 1 },
    { country: 'Italy', recipients: 1 },
  ];
  const send = sendOf({ approval, deliveries: QUEUED });
  return approverCard(send, approval, { personId, mode, senders: [], message: BOOKING_MESSAGE, countries });
}

const buttonsOf = (message: { readonly blocks: readonly object[] }) =>
  [...JSON.stringify(message.blocks).matchAll(/"action_id":"(\w+)"/g)].map(([, id]) => id);

describe('what an approver is asked', () => {
  it('says what leaves at all, where that is not everything', () => {
    const shown = (mode: Mode) => JSON.stringify(ownCard(approvalOf(), 'UCARLA', mode).blocks);

    expect(shown('trial')).toContain('Trial: no message is sent.');
    expect(shown('team')).toContain('Team mode: only the team’s numbers get messages');
    expect(shown('live')).not.toContain('mode');
  });
});

describe('the card of a send that waits for approval', () => {
  it('says who has to approve it, why and until when, and what it is waiting for', () => {
    const card = cardOf(sendOf({ approval: approvalOf(), deliveries: QUEUED }));

    expect(card.text).toBe('<@U1> asks to send booking_confirm · English to 2 people — waits for approval');
    const shown = textsIn(card.blocks);
    expect(shown).toContain(' has to approve this: it goes to more than 50 people (policy.yml, rule 3).');
    expect(JSON.stringify(card.blocks)).toContain('"user_id":"UCARLA"');
    expect(shown).toContain('If it is not approved by then, nothing is sent.');
    expect(buttonsOf(card)).toEqual(['send_details', 'send_cancel']);
  });

  it('names roles where several people or several needs are asked for', () => {
    const needs = [
      { by: ['lead'], count: 1, rule: 2, because: 'it is marketing (policy.yml, rule 2)' },
      { by: ['lead', 'admin'], count: 2, rule: 3, because: 'it is large (policy.yml, rule 3)' },
    ];
    const shown = textsIn(cardOf(sendOf({ approval: approvalOf({ needs }), deliveries: QUEUED })).blocks);

    expect(shown).toContain('Someone with the role lead has to approve this: it is marketing (policy.yml, rule 2).');
    expect(shown).toContain(
      '2 people with the role lead or admin have to approve this: it is large (policy.yml, rule 3).',
    );
  });

  it.each([
    ['declined', [{ ...CARLA, decision: 'declined', reason: 'wrong price' }], 'wrong price', 'declined'],
    ['expired', [], 'Not approved in 8 h: nothing was sent.', 'not approved in time'],
    ['withdrawn', [], 'Withdrawn', 'withdrawn'],
  ] as const)('says how it ended: %s', (state, approvals, words, outcome) => {
    const card = cardOf(sendOf({ approval: approvalOf({ state, approvals }), deliveries: CANCELLED }));

    expect(card.text).toContain(`asked to send booking_confirm · English to 2 people — ${outcome}`);
    expect(textsIn(card.blocks)).toContain(words);
  });

  it.each([
    ['expired', 'Not approved in 8 h: nothing was sent.'],
    ['withdrawn', 'Withdrawn'],
    ['declined', 'Declined'],
    ['approved', 'Approved'],
    ['reviewed', 'Reviewed'],
    ['to_review', 'Not reviewed yet'],
  ] as const)('has how it ended in bold: %s', (state, words) => {
    const approvals = state === 'expired' || state === 'withdrawn' ? [] : [{ ...CARLA, decision: state }];
    const approval = approvalOf({ state, approvals: state === 'to_review' ? [] : (approvals as Approval[]) });
    const { blocks } = cardOf(sendOf({ approval, deliveries: CANCELLED }));

    expect(JSON.stringify(blocks)).toContain(`${JSON.stringify(words)},"style":{"bold":true}`);
  });

  it('names of several who answered the one who declined', () => {
    const approvals = [
      { ...CARLA, personId: 'UDEV', decision: 'approved' },
      { ...CARLA, decision: 'declined', reason: 'wrong price' },
    ] as const;
    const { blocks } = cardOf(
      sendOf({ approval: approvalOf({ state: 'declined', approvals }), deliveries: CANCELLED }),
    );

    expect(textsIn(blocks).split('Declined')).toHaveLength(2);
    expect(JSON.stringify(blocks)).not.toContain('UDEV');
  });

  it('says that the rules have changed where it is asked for once more, and counts only who agreed to what they ask now', () => {
    const needs = [{ by: ['lead'], count: 2, rule: 1, because: 'it is large (policy.yml, rule 1)' }];
    const approvals = [
      { ...CARLA, decision: 'approved' },
      { ...CARLA, personId: 'UGONE', meets: [], decision: 'approved' },
    ] as const;
    const change = { state: 'held', reason: 'asked_again', by: undefined, at: ASKED_AT } as const;
    const shown = JSON.stringify(
      cardOf(sendOf({ approval: approvalOf({ needs, approvals }), change, deliveries: QUEUED })).blocks,
    );

    expect(shown).toContain('The rules have changed since this was confirmed. ');
    expect(shown).toContain('Nothing has left, and it waits.');
    expect(shown).toContain('"user_id":"UCARLA"');
    expect(shown).not.toContain('UGONE');
  });

  it('tells of what has left as of any other send, and that only the rest waits or was not sent', () => {
    const deliveries = [deliveryAt(0, { status: 'delivered' }), deliveryAt(1, { status: 'queued' })];
    const change = { state: 'held', reason: 'asked_again', by: undefined, at: ASKED_AT } as const;
    const cardIn = (state: 'waiting' | 'expired', approvals: ApprovalOnCard['approvals'] = []) =>
      cardOf(sendOf({ approval: approvalOf({ state, approvals, hasLeft: true }), change, deliveries }));
    const waiting = cardIn('waiting');

    expect(waiting.text).toContain('sent booking_confirm · English — 1 of 2 delivered');
    expect(textsIn(waiting.blocks)).toContain('What had left stays left, and the rest waits.');
    expect(textsIn(waiting.blocks)).toContain('If it is not approved by then, the rest is not sent.');
    expect(textsIn(cardIn('expired').blocks)).toContain('Not approved in 8 h: the rest was not sent.');
  });

  it('tells of the send as of any other once it is approved, with the name', () => {
    const approvals = [{ ...CARLA, decision: 'approved' }] as const;
    const card = cardOf(sendOf({ approval: approvalOf({ state: 'approved', approvals }) }));

    expect(card.text).toContain('sent booking_confirm · English — 2 of 2 delivered');
    expect(textsIn(card.blocks)).toContain('Approved by ');
  });

  it('says that it was not reviewed until it was', () => {
    const left = { state: 'to_review', breakGlassReason: 'payments are down' } as const;
    const before = textsIn(cardOf(sendOf({ approval: approvalOf(left) })).blocks);
    const approvals = [{ ...CARLA, decision: 'reviewed' }] as const;
    const after = textsIn(cardOf(sendOf({ approval: approvalOf({ ...left, state: 'reviewed', approvals }) })).blocks);

    expect(before).toContain('Sent without waiting for approval: “payments are down”');
    expect(before).toContain('Not reviewed yet');
    expect(after).toContain('Reviewed by ');
    expect(after).not.toContain('Not reviewed yet');
  });
});

describe('the copy of an approver', () => {
  it('has the message, for whom, why and until when, and is green only there', () => {
    const card = ownCard(approvalOf());
    const shown = textsIn(card.blocks);

    expect(card.text).toBe('<@U1> asks you to approve booking_confirm to 2 people');
    expect(shown).toContain('Hello Asha, your booking BK-77 is confirmed.');
    expect(shown).toContain('India 1 · Italy 1');
    expect(JSON.stringify(card).match(/to 2 people/gi)).toHaveLength(2);
    expect(shown).toContain('it goes to more than 50 people (policy.yml, rule 3)');
    expect(buttonsOf(card)).toEqual(['approve_send', 'decline_send', 'send_details']);
    expect(JSON.stringify(card.blocks).match(/"style":"primary"/g)).toHaveLength(1);
  });

  it('carries the digest of what it shows with its buttons', () => {
    const block = ownCard(approvalOf()).blocks.find(({ type }) => type === 'actions');

    expect(digestOfBlock(block?.block_id)).toBe('digest-1');
    expect(digestOfBlock('next_steps')).toBe('');
    expect(digestOfBlock(undefined)).toBe('');
  });

  it('asks no one twice, and nothing once it is decided', () => {
    const needs = [{ by: ['lead'], count: 2, rule: 3, because: 'it is large (policy.yml, rule 3)' }];
    const approvals = [{ ...CARLA, decision: 'approved' }] as const;
    const waiting = approvalOf({ needs, approvals });

    expect(buttonsOf(ownCard(waiting, 'UCARLA'))).toEqual(['send_details']);
    expect(textsIn(ownCard(waiting, 'UCARLA').blocks)).toContain('You have approved it.');
    expect(buttonsOf(ownCard(waiting, 'UDEV'))).toContain('approve_send');
    for (const state of ['approved', 'declined', 'expired', 'withdrawn', 'reviewed'] as const) {
      expect(buttonsOf(ownCard(approvalOf({ state, approvals }), 'UDEV'))).toEqual(['send_details']);
    }
    expect(buttonsOf(ownCard(approvalOf({ state: 'to_review' })))).toEqual(['mark_reviewed', 'send_details']);
  });
});
