import { describe, expect, it } from 'vitest';
import { createAskRules, createWhyNotOffered, type RulesQuestion } from '../../../src/flow/rules/ask-rules.ts';
import { policyOf, ROLES } from '../../support/policies.ts';
import { roleFinderOf, ruleBookOf } from '../../support/role-finder.ts';

const NAMES: Readonly<Record<string, string>> = { U0CARLA: 'carla', U0DEV: 'dev', U0EMMA: 'emma' };

function needs(text: string | undefined, groups = {}) {
  const ruleBook = ruleBookOf(text === undefined ? undefined : policyOf(text));
  return {
    ruleBook,
    roles: roleFinderOf(ruleBook, groups),
    namePeople: async (ids: readonly string[]) => new Map(ids.flatMap((id) => (NAMES[id] ? [[id, NAMES[id]]] : []))),
    now: () => new Date('2026-11-28T20:00:00Z'),
  };
}

function asked(difference: Partial<RulesQuestion> = {}): RulesQuestion {
  const template = { name: 'booking_confirm', category: 'UTILITY' } as const;
  return { actorId: 'U0ASHA', channelId: 'C0SUPPORT', recipients: 1, template, ...difference };
}

const OFFER = { name: 'offer_diwali', category: 'MARKETING' } as const;
const POLICY = `${ROLES}
time_zone: Asia/Kolkata
rules:
  - { match: { template: "offer_*" }, allow: [lead, on_call] }
  - { match: { recipients: ">50" }, approve: { by: lead } }
quotas: { person_day: 200 }
quiet_hours: { from: "21:00", until: "08:00" }
`;

describe('asking the rules', () => {
  it('lets everything leave at once where there is no policy', async () => {
    const ask = createAskRules(needs(undefined));

    expect(await ask(asked({ recipients: 5_000 }))).toEqual({
      kind: 'allowed',
      rules: { policyHash: undefined, optOutScope: 'all', keepsQuietHours: false },
      mayBreakGlass: false,
      sentences: [],
    });
    expect(await ask(asked({ template: OFFER }))).toMatchObject({ rules: { optOutScope: 'marketing' } });
  });

  it.each([
    [undefined, { workspace: 50, isTeamMode: true }],
    ['quotas: { workspace_day: 900, person_day: 3 }', { workspace: 50, person: 3, isTeamMode: true }],
    ['quotas: { workspace_day: 20 }', { workspace: 20 }],
  ] as const)(
    'holds team mode to fifty a day, or to what the policy allows if that is less: %s',
    async (text, limits) => {
      const ask = createAskRules({ ...needs(text), mode: 'team' });

      expect(await ask(asked())).toMatchObject({ rules: { quotas: { day: '2026-11-28', limits } } });
      expect(await createAskRules({ ...needs(undefined), mode: 'trial' })(asked())).not.toHaveProperty('rules.quotas');
    },
  );

  it('gives what the ledger holds the send to', async () => {
    const { ruleBook, ...rest } = needs(POLICY);
    const ask = createAskRules({ ruleBook, ...rest });

    expect(await ask(asked({ actorId: 'U0CARLA', template: OFFER, recipients: 51 }))).toEqual({
      kind: 'allowed',
      rules: {
        policyHash: ruleBook.current()?.hash,
        optOutScope: 'marketing',
        keepsQuietHours: true,
        quotas: { day: '2026-11-29', limits: { person: 200 } },
        approval: {
          needs: [{ by: ['lead'], count: 1, rule: 2, because: 'it goes to more than 50 people (policy.yml, rule 2)' }],
          approvers: ['U0DEV'],
        },
      },
      mayBreakGlass: false,
      sentences: ['dev has to approve this: it goes to more than 50 people (policy.yml, rule 2).'],
    });
  });

  it('says which rule says no, and whom to ask', async () => {
    expect(await createAskRules(needs(POLICY))(asked({ template: OFFER }))).toEqual({
      kind: 'refused',
      why: 'rule',
      sentence: 'Only lead and on_call may send offer_* (policy.yml, rule 1).',
    });
    const fewer = POLICY.replace('[lead, on_call]', '[lead]');
    expect(await createAskRules(needs(fewer))(asked({ template: OFFER }))).toEqual({
      kind: 'refused',
      why: 'rule',
      sentence: 'Only lead may send offer_*: ask carla or dev (policy.yml, rule 1).',
    });
  });

  it('guesses nothing while Slack does not say who is in a group', async () => {
    const withGroup = POLICY.replace('U0ASHA, U0ARUN', 'S0AGENTS');

    expect(await createAskRules(needs(withGroup))(asked())).toEqual({
      kind: 'refused',
      why: 'roles_unknown',
      sentence: 'Slack could not say which groups you are in. Try again in a minute.',
    });
    expect((await createAskRules(needs(withGroup, { S0AGENTS: ['U0ASHA'] }))(asked())).kind).toBe('allowed');
  });

  it('says so where no one is left to approve it', async () => {
    const ask = createAskRules(
      needs('roles: { lead: S0LEADS }\nrules: [{ approve: { by: lead } }]', { S0LEADS: ['U0CARLA'] }),
    );

    expect(await ask(asked({ actorId: 'U0CARLA' }))).toEqual({
      kind: 'refused',
      why: 'no_approvers',
      sentence:
        'This has to be approved by one of lead, and too few people are left beside you. Ask whoever looks after policy.yml to name more (policy.yml, rule 1).',
    });
    expect(await ask(asked())).toMatchObject({ rules: { approval: { approvers: ['U0CARLA'] } } });
  });

  it('asks anew each time: a policy that changed counts at once', async () => {
    const { ruleBook, ...rest } = needs(POLICY);
    const ask = createAskRules({ ruleBook, ...rest });
    expect((await ask(asked())).kind).toBe('allowed');

    ruleBook.use(policyOf(`${ROLES}\nrules: [{ deny: agent }]`));

    expect((await ask(asked())).kind).toBe('refused');
  });
});

describe('the picker', () => {
  it('does not offer what one may not send, and says why', async () => {
    const why = await createWhyNotOffered(needs(POLICY))('U0ASHA', 'C0SUPPORT');

    expect(why?.(OFFER)).toEqual({ file: 'policy.yml', rule: 1 });
    expect(why?.({ name: 'booking_confirm', category: 'UTILITY' })).toBeUndefined();
  });

  it('offers everything where there is no policy, and while groups are not known', async () => {
    expect(await createWhyNotOffered(needs(undefined))('U0ASHA', 'C0SUPPORT')).toBeUndefined();
    const withGroup = needs(POLICY.replace('U0ASHA, U0ARUN', 'S0AGENTS'));
    expect(await createWhyNotOffered(withGroup)('U0ASHA', 'C0SUPPORT')).toBeUndefined();
  });
});
