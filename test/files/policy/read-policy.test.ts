import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/files/policy/policy-schema.ts';
import { readPolicy } from '../../../src/files/policy/read-policy.ts';
import { policyOf, ROLES } from '../../support/policies.ts';

function problems(text: string): readonly string[] {
  const read = readPolicy(text, 'policy.yml');
  return read.ok ? [] : read.failure;
}

describe('a policy', () => {
  it('is read from the example', () => {
    const policy = policyOf(readFileSync('policy.example.yml', 'utf8'));

    expect(policy).toMatchObject({
      timeZone: 'Asia/Kolkata',
      quotas: { person: 200, channel: 2_000, workspace: 10_000, number: 3 },
      quietHours: { from: 1_260, until: 480, categories: ['MARKETING'] },
      breakGlassRole: 'on_call',
      incidentTemplates: ['incident_*', 'service_level'],
      optOuts: { exceptionRole: 'lead' },
      showTextInSharedChannels: false,
    });
    expect(policy.roles.get('agent')).toEqual({ users: [], userGroups: ['S0AGENTS'] });
    expect(policy.rules[3]).toEqual({
      number: 4,
      name: undefined,
      match: { recipientsOver: 1_000 },
      approve: { by: ['lead', 'admin'], count: 2 },
    });
  });

  it.each(['{"rules": [{"deny": "everyone"}], "rules": []}', 'rules: [{ deny: everyone }]\nrules: []'])(
    'is refused where it says two things under one name: %s',
    (text) => {
      expect(readPolicy(text, 'policy.yml')).toMatchObject({ ok: false });
    },
  );

  it('may be empty: it says nothing', () => {
    expect(policyOf('')).toMatchObject({ rules: [], quietHours: undefined, timeZone: 'UTC' });
    expect(policyOf('# nothing yet')).toMatchObject({ rules: [] });
  });

  it('has another hash as soon as its text is another', () => {
    expect(policyOf(ROLES).hash).not.toBe(policyOf(`${ROLES} `).hash);
    expect(policyOf(ROLES).hash).toBe(policyOf(ROLES).hash);
  });

  it.each([
    ['rules:\n  - { match: { template: "a b" }, allow: lead }', 'line 3: rule 1, match.template has to be'],
    ['rules:\n  - { match: { recipients: 50 }, allow: lead }', 'rule 1, match.recipients has to be > and a number'],
    ['rules:\n  - { allow: [] }', 'rule 1, allow has to be roles'],
    ['rules:\n  - { aprove: { by: lead } }', 'rule 1 has aprove, which is not known here'],
    ['rules:\n  - { match: { category: PROMO }, allow: lead }', 'rule 1, match.category has to be UTILITY'],
    ['rules:\n  - { match: { channel: "#support" }, allow: lead }', 'rule 1, match.channel has to be channel IDs'],
    ['rules:\n  - { match: { template: a } }', 'rule 1 says nothing of who may: add allow, deny or approve'],
    [
      'rules:\n  - { allow: chef }',
      'rule 1, allow names chef, which is none of the roles above (agent, lead, admin, on_call)',
    ],
    ['rules:\n  - { approve: { by: everyone } }', 'rule 1, approve.by names everyone'],
    ['rules:\n  - { approve: { by: admin } }', 'rule 1, approve asks for a person of admin, which is 1 person in all'],
    ['rules:\n  - { approve: { by: lead, count: 2 } }', 'approve asks for 2 people of lead, which are 2 people in all'],
    ['rules:\n  - { approve: { by: lead, count: 0 } }', 'rule 1, approve.count has to be a whole number from 1 to 20'],
    ['opt_out: { exception_role: chef }', 'line 2: opt_out.exception_role names chef'],
    ['incident: { templates: "a_*", role: chef }', 'line 2: incident.role names chef'],
    ['quotas: { person_day: many }', 'quotas.person_day has to be a whole number'],
    ['quotas: { person_day: 100000001 }', 'quotas.person_day has to be a whole number from 1 to 100,000,000'],
    [
      'rules:\n  - { match: { recipients: ">100001" }, allow: lead }',
      'recipients has to be > and a number up to 100,000',
    ],
    ['quotas: { per_day: 3 }', 'quotas has per_day, which is not known here; it takes person_day,'],
    ['quiet_hours: { from: "21:00" }', 'quiet_hours.until is missing'],
    ['quiet_hours: { from: "21:00", until: }', 'quiet_hours.until is missing'],
    ['quiet_hours: { from: "21:00", until: "25:00" }', 'quiet_hours.until has to be a time'],
    ['quiet_hours: { from: "21:00", until: "21:00" }', 'quiet_hours.until is the same as from'],
    ['time_zone: Mumbai', 'time_zone has to be a time zone'],
    ['partners: [acme]', 'partners has to be workspace IDs'],
    ['shared_channels: { text: maybe }', 'shared_channels.text has to be shown or hidden'],
    ['opt_out: { words: ["please do not write again"] }', 'opt_out.words has to be one to 3 words'],
    ['opt_out: { words: [stop], back_words: [STOP] }', 'opt_out.back_words stands in words too'],
    ['rules: {}', 'rules has to be a list of rules'],
    ['rules: [', 'the file cannot be read as YAML'],
  ])('is refused with line and field: %s', (text, what) => {
    const [problem = ''] = problems(`${ROLES}\n${text}`);

    expect(problem).toMatch(/^policy\.yml, line \d+: .*\.$/);
    expect(problem).toContain(what);
  });

  it('takes no role of the name everyone, and names every problem at once', () => {
    expect(problems('roles: { everyone: U0CARLA }')[0]).toContain('roles.everyone is everybody already');
    expect(problems('roles: { lead: carla }\nquotas: { x: 1 }\nmarketing: []')).toHaveLength(3);
  });

  it('takes a role with a user group, whose people only Slack knows', () => {
    expect(problems('roles: { lead: [S0LEADS] }\nrules: [{ approve: { by: lead, count: 3 } }]')).toEqual([]);
  });

  it('is described by the schema beside it', () => {
    expect(readFileSync('policy.schema.json', 'utf8')).toBe(policySchema());
  });
});
