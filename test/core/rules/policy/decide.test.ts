import { describe, expect, it } from 'vitest';
import { decide } from '../../../../src/core/rules/policy/decide.ts';
import { explainVerdict } from '../../../../src/core/rules/policy/explain.ts';
import { policyOf, question, ROLES } from '../../../support/policies.ts';

function policy(rules: string, rest = '') {
  return policyOf(`${ROLES}\nrules:\n${rules}\n${rest}`);
}

describe('the rules', () => {
  it('leave free what no rule speaks of', () => {
    expect(decide(policy('  - { match: { template: "offer_*" }, allow: lead }'), question())).toEqual({
      kind: 'allowed',
      needs: [],
      mayBreakGlass: false,
    });
  });

  it('have to be met by each that allows', () => {
    const strict = policy(
      '  - { match: { template: "offer_*" }, allow: [lead, agent] }\n  - { match: { channel: C0SUPPORT }, allow: lead }',
    );

    expect(decide(strict, question({ template: 'offer_diwali' }))).toMatchObject({ kind: 'refused', rule: 2 });
    expect(decide(strict, question({ template: 'offer_diwali', channelId: 'C0OTHER' })).kind).toBe('allowed');
    expect(decide(strict, question({ template: 'offer_diwali', roles: ['lead'] })).kind).toBe('allowed');
  });

  it('let one deny win over every allow', () => {
    const strict = policy('  - { allow: [agent, lead] }\n  - { match: { category: MARKETING }, deny: agent }');

    expect(decide(strict, question({ category: 'MARKETING', roles: ['agent', 'lead'] }))).toEqual({
      kind: 'refused',
      rule: 2,
      because: 'denied',
      roles: ['agent'],
    });
  });

  it('let a deny stop nobody else, and name the roles that it stops', () => {
    const strict = policy('  - { match: { category: MARKETING }, deny: [agent, on_call] }');
    const asked = (roles: readonly string[]) => decide(strict, question({ category: 'MARKETING', roles: [...roles] }));

    expect(asked(['lead']).kind).toBe('allowed');
    expect(asked([]).kind).toBe('allowed');
    expect(asked(['lead', 'on_call'])).toMatchObject({ kind: 'refused', roles: ['on_call'] });
  });

  it('count everybody as everyone', () => {
    expect(
      decide(
        policy('  - { match: { template: "test_*" }, deny: everyone }'),
        question({ template: 'test_1', roles: [] }),
      ),
    ).toMatchObject({ kind: 'refused', roles: ['everyone'] });
  });

  it('add approvals up to the strictest', () => {
    const strict = policy(
      [
        '  - { match: { recipients: ">50" }, approve: { by: lead } }',
        '  - { match: { recipients: ">1000" }, approve: { by: [lead, admin], count: 2 } }',
        '  - { match: { category: MARKETING }, approve: { by: [admin, lead] } }',
      ].join('\n'),
    );

    expect(decide(strict, question({ recipients: 50 }))).toMatchObject({ needs: [] });
    expect(decide(strict, question({ recipients: 1001, category: 'MARKETING' }))).toMatchObject({
      needs: [
        { by: ['lead'], count: 1, rule: 1 },
        { by: ['lead', 'admin'], count: 2, rule: 2 },
      ],
    });
  });

  it('take a template that is not in the catalogue for every category, and one that is called marketing for that too', () => {
    const strict = policy('  - { match: { category: MARKETING }, deny: agent }', 'marketing: "offer_*"');

    expect(decide(strict, question({ category: undefined })).kind).toBe('refused');
    expect(decide(strict, question({ template: 'offer_diwali', category: 'UTILITY' })).kind).toBe('refused');
    expect(decide(strict, question({ template: 'OFFER_diwali', category: 'UTILITY' })).kind).toBe('refused');
  });

  it('let on-call people send an incident before it is approved, and only where somebody has to approve', () => {
    const strict = policy(
      '  - { match: { recipients: ">1" }, approve: { by: lead } }',
      'incident: { templates: "incident_*", role: on_call }',
    );
    const incident = { template: 'incident_open', recipients: 20, roles: ['on_call'] };

    expect(decide(strict, question(incident))).toMatchObject({ mayBreakGlass: true });
    expect(decide(strict, question({ ...incident, recipients: 1 }))).toMatchObject({ mayBreakGlass: false });
    expect(decide(strict, question({ ...incident, roles: ['agent'] }))).toMatchObject({ mayBreakGlass: false });
    expect(decide(strict, question({ ...incident, template: 'offer_x' }))).toMatchObject({ mayBreakGlass: false });
  });
});

describe('a verdict in words', () => {
  const strict = policy(
    [
      '  - { match: { template: "offer_*" }, allow: lead }',
      '  - { match: { category: MARKETING, channel: C0SUPPORT }, deny: agent }',
      '  - { match: { recipients: ">50" }, approve: { by: lead } }',
      '  - { name: big lists, match: { recipients: ">1000" }, approve: { by: [lead, admin], count: 2 } }',
      '  - { match: { template: "test_*" }, deny: everyone }',
    ].join('\n'),
    'incident: { templates: "incident_*", role: on_call }',
  );
  const names = {
    people: (roles: readonly string[]) => (roles.length > 1 ? ['carla', 'dev', 'emma'] : ['carla', 'dev']),
    channel: () => '#support',
  };
  const explain = (difference: Parameters<typeof question>[0], named = true) => {
    const asked = question(difference);
    return explainVerdict(decide(strict, asked), { policy: strict, question: asked, ...(named && { names }) });
  };

  it('names the rule, and whom to ask', () => {
    expect(explain({ template: 'offer_diwali' })).toEqual([
      'Only lead may send offer_*: ask carla or dev (policy.yml, rule 1).',
    ]);
    expect(explain({ category: 'MARKETING' })).toEqual([
      'agent does not send marketing from #support (policy.yml, rule 2).',
    ]);
    expect(explain({ template: 'test_1' })).toEqual(['No one sends test_* (policy.yml, rule 5).']);
    expect(explain({})).toEqual(['It leaves at once: no rule asks for an approval.']);
  });

  it('says who has to approve and why', () => {
    expect(explain({ recipients: 51 })).toEqual([
      'carla or dev has to approve this: it goes to more than 50 people (policy.yml, rule 3).',
    ]);
    expect(explain({ recipients: 1001 })[1]).toBe(
      '2 of carla, dev and emma have to approve this: it goes to more than 1,000 people (policy.yml, rule 4: big lists).',
    );
    expect(explain({ template: 'incident_open', recipients: 51, roles: ['on_call'] })[1]).toBe(
      'It tells of an incident, so on_call may send it at once with a reason, and it is reviewed later (policy.yml, incident).',
    );
  });

  it('names roles where the people are not known', () => {
    expect(explain({ template: 'offer_diwali' }, false)).toEqual(['Only lead may send offer_* (policy.yml, rule 1).']);
    expect(explain({ recipients: 1001 }, false)).toEqual([
      'Someone with the role lead has to approve this: it goes to more than 50 people (policy.yml, rule 3).',
      '2 people with the role lead or admin have to approve this: it goes to more than 1,000 people (policy.yml, rule 4: big lists).',
    ]);
  });
});
