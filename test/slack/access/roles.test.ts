import { describe, expect, it } from 'vitest';
import { createIsGuest } from '../../../src/slack/access/guests.ts';
import { createAskUser, createNamePeople } from '../../../src/slack/access/people.ts';
import { createRoles } from '../../../src/slack/access/roles.ts';
import { policyOf } from '../../support/policies.ts';
import { ruleBookOf } from '../../support/role-finder.ts';

const MINUTE_MS = 60_000;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

function rolesWith(text: string) {
  const groups: Record<string, readonly string[] | undefined> = {
    S0AGENTS: ['U0ASHA', 'U0GUEST'],
    S0LEADS: ['U0CARLA'],
  };
  const asked: string[] = [];
  let time = 0;
  const roles = createRoles({
    ruleBook: ruleBookOf(policyOf(text)),
    async askGroup(id) {
      asked.push(id);
      const users = groups[id];
      if (users === undefined) throw new Error('away');
      return { ok: true, users: [...users] };
    },
    isGuest: async (id) => {
      if (id === 'U0LOST') throw new Error('away');
      return id === 'U0GUEST';
    },
    log: SILENT,
    now: () => time,
  });
  return { roles, groups, asked, pass: (ms: number) => (time += ms) };
}

const POLICY = 'roles: { agent: [S0AGENTS, U0ARUN], lead: S0LEADS, lost: U0LOST }';

describe('who has which role', () => {
  it('is found by user ID and by user group', async () => {
    const { roles } = rolesWith(POLICY);

    expect(await roles.rolesOf('U0ARUN')).toEqual(new Set(['agent']));
    expect(await roles.rolesOf('U0CARLA')).toEqual(new Set(['lead']));
    expect(await roles.rolesOf('U0NEW')).toEqual(new Set());
    expect(await roles.membersOf(['agent', 'lead'])).toEqual(['U0ARUN', 'U0ASHA', 'U0CARLA']);
  });

  it('is asked once in five minutes, and before the answer ends', async () => {
    const { roles, asked, pass } = rolesWith(POLICY);
    await Promise.all([roles.rolesOf('U0ASHA'), roles.rolesOf('U0CARLA')]);
    expect(asked).toEqual(['S0AGENTS', 'S0LEADS']);

    pass(4 * MINUTE_MS + 1);
    await roles.rolesOf('U0ASHA');
    expect(asked).toHaveLength(4);
    pass(MINUTE_MS);
    expect(roles.knownRolesOf('U0ASHA')).toEqual(new Set(['agent']));
  });

  it('is unknown when Slack does not say it, and when it was said too long ago', async () => {
    const { roles, groups, pass } = rolesWith(POLICY);
    expect(roles.knownRolesOf('U0ASHA')).toBeUndefined();
    await roles.refresh();
    groups['S0LEADS'] = undefined;

    pass(5 * MINUTE_MS);

    expect(roles.knownRolesOf('U0ASHA')).toBeUndefined();
    expect(await roles.rolesOf('U0ASHA')).toBeUndefined();
    expect(await roles.membersOf(['lead'])).toBeUndefined();
    expect(await roles.membersOf(['agent'])).toEqual(['U0ARUN', 'U0ASHA']);
  });

  it('is asked again only after a while when Slack did not answer', async () => {
    const { roles, groups, asked, pass } = rolesWith('roles: { lead: S0GONE }');
    await roles.rolesOf('U0ASHA');
    await roles.rolesOf('U0ASHA');
    expect(asked).toEqual(['S0GONE']);
    groups['S0GONE'] = ['U0ASHA'];

    pass(11_000);

    expect(await roles.rolesOf('U0ASHA')).toEqual(new Set(['lead']));
  });

  it('never waits for Slack where the policy names no group, and counts no guest among members', async () => {
    const { roles, asked } = rolesWith('roles: { lead: [U0CARLA, U0GUEST] }');

    expect(roles.knownRolesOf('U0CARLA')).toEqual(new Set(['lead']));
    expect(await roles.membersOf(['lead'])).toEqual(['U0CARLA']);
    expect(asked).toEqual([]);
  });

  it('does not name members while Slack does not say who is a guest', async () => {
    expect(await rolesWith(POLICY).roles.membersOf(['lost'])).toBeUndefined();
  });
});

describe('people of a role who are no one here any more', () => {
  it.each([
    ['they left', () => ({ ok: true, user: { deleted: true } })],
    [
      'the ID is wrong',
      () => {
        throw Object.assign(new Error('x'), { code: 'slack_webapi_platform_error', data: { error: 'user_not_found' } });
      },
    ],
  ])('are not asked for anything, and keep no one else from it: %s', async (_, answer) => {
    const isGuest = createIsGuest({
      ask: async (id) => (id === 'U0GONE' ? answer() : { ok: true, user: {} }),
      log: SILENT,
    });
    const roles = createRoles({
      ruleBook: ruleBookOf(policyOf('roles: { lead: [U0CARLA, U0GONE] }')),
      askGroup: async () => ({ ok: true, users: [] }),
      isGuest,
      log: SILENT,
    });

    expect(await roles.membersOf(['lead'])).toEqual(['U0CARLA']);
  });
});

describe('names of people', () => {
  it('are asked once in five minutes; who is not named is left out', async () => {
    const asked: string[] = [];
    const ask = createAskUser(
      async (id) => {
        asked.push(id);
        if (id === 'U0LOST') throw new Error('away');
        return { ok: true, user: { profile: { display_name: id === 'U0CARLA' ? 'carla' : '', real_name: 'Dev Rao' } } };
      },
      () => 0,
    );
    const name = createNamePeople(ask);

    expect(await name(['U0CARLA', 'U0DEV', 'U0LOST'])).toEqual(
      new Map([
        ['U0CARLA', 'carla'],
        ['U0DEV', 'Dev Rao'],
      ]),
    );
    await name(['U0CARLA', 'U0LOST']);
    expect(asked).toEqual(['U0CARLA', 'U0DEV', 'U0LOST', 'U0LOST']);
  });
});
