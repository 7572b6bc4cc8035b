import { describe, expect, it } from 'vitest';
import { type ApprovalState, isDecided, isRefused, missingApprovals } from '../../../src/core/rules/approval.ts';
import { askingWords, isWaiting } from '../../../src/core/rules/asking.ts';
import { modeSentence } from '../../../src/core/rules/mode.ts';
import { optedOutSentence } from '../../../src/core/rules/opt-out.ts';
import { decide } from '../../../src/core/rules/policy/decide.ts';
import { explainVerdict } from '../../../src/core/rules/policy/explain.ts';
import {
  categoriesOf,
  isIncident,
  keepsQuietHours,
  optOutScopeOf,
} from '../../../src/core/rules/policy/template-kind.ts';
import { quotaSentence } from '../../../src/core/rules/quota-sentence.ts';
import { policyOf, question, ROLES } from '../../support/policies.ts';

const APPROVAL_STATES: readonly ApprovalState[] = [
  ...(['waiting', 'approved', 'declined', 'expired', 'withdrawn', 'to_review', 'reviewed'] as const),
];

describe('an approval', () => {
  it('is missing for each need until as many people agreed to it', () => {
    const needs = [{ count: 2 }, { count: 1 }];
    const yes = (...meets: readonly number[]) => ({ decision: 'approved' as const, meets });

    expect(missingApprovals(needs, [])).toEqual([2, 1]);
    expect(missingApprovals(needs, [yes(0), { decision: 'declined', meets: [0, 1] }])).toEqual([1, 1]);
    expect(missingApprovals(needs, [yes(0, 1), yes(0), yes(0)])).toEqual([0, 0]);
  });

  it('is asked for, decided and refused in these states', () => {
    expect(APPROVAL_STATES.filter((state) => !isDecided({ state }))).toEqual(['waiting', 'to_review']);
    expect(APPROVAL_STATES.filter((state) => isRefused({ state }))).toEqual(['declined', 'expired']);
    expect(APPROVAL_STATES.filter((state) => isWaiting({ approval: { state } }))).toEqual(['waiting']);
    expect([isRefused(undefined), isWaiting({})]).toEqual([false, false]);
  });

  it('has its words on a card as long as nothing has left', () => {
    const words = APPROVAL_STATES.map((state) => {
      const said = askingWords({ approval: { state } });
      return said && `${said.verb}: ${said.outcome}`;
    });

    expect(words).toEqual([
      'asks to send: waits for approval',
      undefined,
      'asked to send: declined',
      'asked to send: not approved in time',
      'asked to send: withdrawn',
      undefined,
      undefined,
    ]);
    expect(askingWords({})).toBeUndefined();
  });
});

describe('a quota that is used up', () => {
  const what = 'this list has 500';

  it.each([
    ['person', 12, 'You can still send 12 today; this list has 500 (the policy allows 2,000 a day).'],
    ['person', 0, 'You cannot send any more today; this list has 500 (the policy allows 2,000 a day).'],
    [
      'channel',
      1,
      '1 more message can be sent today from this channel; this list has 500 (the policy allows 2,000 a day).',
    ],
    [
      'channel',
      0,
      'Nothing more can be sent from this channel today; this list has 500 (the policy allows 2,000 a day).',
    ],
    [
      'workspace',
      1_200,
      '1,200 more messages can be sent today from this workspace; this list has 500 (the policy allows 2,000 a day).',
    ],
    [
      'workspace',
      0,
      'Nothing more can be sent from this workspace today; this list has 500 (the policy allows 2,000 a day).',
    ],
  ] as const)('of a %s says how many are left: %i', (quota, left, sentence) => {
    expect(quotaSentence({ quota, left, limit: 2_000 }, what)).toBe(sentence);
  });

  it.each([
    [
      1,
      1,
      '1 of these numbers has had its 1 message of today, which is what the policy allows. Leave it out, or send tomorrow.',
    ],
    [
      3,
      2,
      '3 of these numbers have had their 2 messages of today, which is what the policy allows. Leave them out, or send tomorrow.',
    ],
  ])('of a number says how many of them had theirs: %i', (numbers, limit, sentence) => {
    expect(quotaSentence({ quota: 'number', left: 0, limit, numbers }, what)).toBe(sentence);
  });
});

describe('who said no', () => {
  const numbers = Array.from({ length: 7 }, (_, at) => `•••• 000${at}`);

  it.each([
    [1, numbers.slice(0, 1), '1 of them said no and gets nothing: •••• 0000.'],
    [2, numbers.slice(0, 2), '2 of them said no and get nothing: •••• 0000, •••• 0001.'],
    [5, numbers.slice(0, 5), `5 of them said no and get nothing: ${numbers.slice(0, 5).join(', ')}.`],
    [6, numbers.slice(0, 6), `6 of them said no and get nothing: ${numbers.slice(0, 5).join(', ')} and 1 more.`],
    [7, numbers, `7 of them said no and get nothing: ${numbers.slice(0, 5).join(', ')} and 2 more.`],
    [1_200, [], '1,200 of them said no and get nothing.'],
  ])('is told with the first five numbers: %i', (count, named, sentence) => {
    expect(optedOutSentence(count, named)).toBe(sentence);
  });
});

describe('a mode in which not everything leaves', () => {
  it('is said wherever messages are', () => {
    expect([modeSentence('trial'), modeSentence('team'), modeSentence('live')]).toEqual([
      'Trial: no message is sent.',
      'Team mode: only the team’s numbers get messages, at most 50 a day.',
      undefined,
    ]);
  });
});

describe('what a template counts as', () => {
  const policy = policyOf(
    [
      ROLES,
      'marketing: "offer_*"',
      'incident: { templates: "incident_*", role: on_call }',
      'quiet_hours: { from: "21:00", until: "08:00", categories: [MARKETING] }',
    ].join('\n'),
  );
  const template = (name: string, category?: 'AUTHENTICATION' | 'MARKETING' | 'UTILITY') => ({ name, category });

  it('is its category, marketing too where the policy says so, and everything where it is not known', () => {
    expect(categoriesOf(policy, template('offer_x', 'UTILITY'))).toEqual(['UTILITY', 'MARKETING']);
    expect(categoriesOf(policy, template('offer_x', 'MARKETING'))).toEqual(['MARKETING']);
    expect(categoriesOf(policy, template('booking', 'UTILITY'))).toEqual(['UTILITY']);
    expect(categoriesOf(undefined, template('offer_x', 'UTILITY'))).toEqual(['UTILITY']);
    expect(categoriesOf(undefined, template('booking'))).toEqual(['AUTHENTICATION', 'MARKETING', 'UTILITY']);
  });

  it('decides whose opt-outs keep it from leaving', () => {
    expect(optOutScopeOf(policy, template('offer_x', 'UTILITY'))).toBe('marketing');
    expect(optOutScopeOf(policy, template('booking', 'UTILITY'))).toBe('all');
    expect(optOutScopeOf(undefined, template('booking'))).toBe('marketing');
  });

  it('decides whether it waits where it is night', () => {
    expect(keepsQuietHours(policy, template('offer_x', 'UTILITY'))).toBe(true);
    expect(keepsQuietHours(policy, template('booking', 'UTILITY'))).toBe(false);
    expect(keepsQuietHours(policy, template('incident_open', 'MARKETING'))).toBe(false);
    expect(keepsQuietHours(policyOf(ROLES), template('offer_x', 'MARKETING'))).toBe(false);
    expect(keepsQuietHours(undefined, template('offer_x', 'MARKETING'))).toBe(false);
    expect([isIncident(policy, template('incident_open')), isIncident(policy, template('offer_x'))]).toEqual([
      true,
      false,
    ]);
  });
});

describe('a rule in words', () => {
  function explained(rule: string, people: readonly string[] | undefined = undefined, difference = {}) {
    const policy = policyOf(`${ROLES}\nrules:\n  - { ${rule} }`);
    const asked = question(difference);
    const channel = (id: string) => `#${id.toLowerCase()}`;
    const names = { channel, ...(people && { people: () => people }) };
    return explainVerdict(decide(policy, asked), { policy, question: asked, names }).join(' ');
  }

  it.each([
    ['allow: lead', 'Only lead may send messages (policy.yml, rule 1).'],
    ['match: { template: [a_*, booking_*] }, allow: lead', 'Only lead may send a_* or booking_* (policy.yml, rule 1).'],
    [
      'match: { template: [a_*, booking_*], category: UTILITY }, allow: [lead, admin, on_call]',
      'Only lead, admin and on_call may send a_* or booking_* where it is utility (policy.yml, rule 1).',
    ],
    [
      'match: { category: [MARKETING, UTILITY], channel: C0SUPPORT, recipients: ">1" }, allow: lead',
      'Only lead may send marketing or utility from #c0support to more than 1 person (policy.yml, rule 1).',
    ],
    [
      'match: { channel: [C0SUPPORT, C0SALES], recipients: ">1" }, approve: { by: lead }',
      'Someone with the role lead has to approve this: it is sent from #c0support or #c0sales and goes to more than 1 person (policy.yml, rule 1).',
    ],
    [
      'approve: { by: lead }',
      'Someone with the role lead has to approve this: every message needs it (policy.yml, rule 1).',
    ],
    [
      'match: { template: "booking_*", category: UTILITY }, approve: { by: lead }',
      'Someone with the role lead has to approve this: it is booking_* and is utility (policy.yml, rule 1).',
    ],
  ])('says what it is about: %s', (rule, sentence) => {
    expect(explained(rule, undefined, { recipients: 2 })).toBe(sentence);
  });

  it.each([
    [['carla'], 'Only lead may send messages: ask carla (policy.yml, rule 1).'],
    [['a', 'b', 'c'], 'Only lead may send messages: ask a, b or c (policy.yml, rule 1).'],
    [['a', 'b', 'c', 'd'], 'Only lead may send messages (policy.yml, rule 1).'],
    [[], 'Only lead may send messages (policy.yml, rule 1).'],
  ])('names three people at most: %j', (people, sentence) => {
    expect(explained('allow: lead', people)).toBe(sentence);
  });

  it.each([
    [1, ['a', 'b', 'c'], 'a, b or c has'],
    [1, ['a', 'b', 'c', 'd'], 'Someone with the role lead or admin has'],
    [2, ['a', 'b'], 'a and b have'],
    [2, ['a', 'b', 'c'], '2 of a, b and c have'],
    [2, ['a', 'b', 'c', 'd'], '2 people with the role lead or admin have'],
    [2, [], '2 people with the role lead or admin have'],
  ])('says how many of whom: %i of %j', (count, people, words) => {
    expect(explained(`approve: { by: [lead, admin], count: ${count} }`, people)).toBe(
      `${words} to approve this: every message needs it (policy.yml, rule 1).`,
    );
  });

  it('names who does not, one or several', () => {
    expect(explained('deny: agent')).toBe('agent does not send messages (policy.yml, rule 1).');
    expect(explained('deny: [agent, lead]', [], { roles: ['agent', 'lead'] })).toBe(
      'agent and lead do not send messages (policy.yml, rule 1).',
    );
    expect(explained('deny: [agent, everyone]')).toBe('No one sends messages (policy.yml, rule 1).');
  });
});
