import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIsGuest } from '../../../src/slack/access/guests.ts';
import { createAskUser, createNamePeople } from '../../../src/slack/access/people.ts';
import { createRoles } from '../../../src/slack/access/roles.ts';
import { unseenText } from '../../support/naughty.ts';
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
      await setImmediate();
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
    await expect.poll(() => roles.knownRolesOf('U0ASHA')).toEqual(new Set(['agent']));
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

  it('names 50 members at most', async () => {
    const { roles, groups } = rolesWith('roles: { lead: [S0MANY, U0CARLA] }');
    groups['S0MANY'] = Array.from({ length: 60 }, (_, at) => `U0MANY${at}`);

    expect(await roles.membersOf(['lead'])).toHaveLength(50);
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

describe('who is a guest', () => {
  it.each([
    ['a member', {}, false],
    ['somebody who left', { deleted: true }, true],
    ['a guest of several channels', { is_restricted: true }, true],
    ['a guest of one channel', { is_ultra_restricted: true }, true],
    ['somebody of another workspace', { is_stranger: true }, true],
  ])('is asked of Slack, once in five minutes: %s', async (_, user, expected) => {
    let time = 0;
    let asked = 0;
    const isGuest = createIsGuest({
      ask: async () => {
        asked += 1;
        return { ok: true, user };
      },
      log: SILENT,
      now: () => time,
    });

    expect([await isGuest('U0ASHA'), await isGuest('U0ASHA'), asked]).toEqual([expected, expected, 1]);
    time = 5 * MINUTE_MS - 1;
    await isGuest('U0ASHA');
    expect(asked).toBe(1);
    time = 5 * MINUTE_MS;
    await isGuest('U0ASHA');
    expect(asked).toBe(2);
  });

  it('is no one for five minutes when Slack may not say it', async () => {
    let time = 0;
    const granted = new Set<string>();
    const isGuest = createIsGuest({
      ask: async () => {
        if (granted.has('users:read')) return { ok: true, user: { is_restricted: true } };
        throw Object.assign(new Error('x'), { code: 'slack_webapi_platform_error', data: { error: 'missing_scope' } });
      },
      log: SILENT,
      now: () => time,
    });

    expect(await isGuest('U0GUEST')).toBe(false);
    granted.add('users:read');
    time = 5 * MINUTE_MS - 1;
    expect(await isGuest('U0OTHER')).toBe(false);
    time = 5 * MINUTE_MS;
    expect(await isGuest('U0OTHER')).toBe(true);
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

  it('are one line of what can be seen, or the next name where nothing can', async () => {
    const nameOf = async (display_name: string) => {
      const ask = async () => ({ ok: true, user: { profile: { display_name, real_name: 'Dev Rao' } } });
      return (await createNamePeople(ask)(['U0DEV'])).get('U0DEV');
    };

    expect(await nameOf('dev\u202e\n(not you)')).toBe('dev (not you)');
    expect(await nameOf('d'.repeat(200))).toHaveLength(80);
    await fc.assert(
      fc.asyncProperty(unseenText, async (name) => {
        expect(await nameOf(name)).toBe('Dev Rao');
      }),
    );
  });
});
