import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/core/rules/policy/policy.ts';
import { createChangeOptOuts } from '../../../src/flow/opt-outs/change-opt-outs.ts';
import { allOptedOut, createFindOptedOut, optedOutNote } from '../../../src/flow/rules/opted-out.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { optOutsInMemory } from '../../support/opt-outs.ts';
import { phone } from '../../support/sends.ts';

const ASHA = phone('+919876543210');
const BEN = phone('+919876543211');
const LOG = { debug() {}, info() {}, warn() {}, error() {} };
const OFFER = { name: 'offer_may', category: 'MARKETING' } as const;
const BOOKING = { name: 'booking_confirm', category: 'UTILITY' } as const;

const POLICY: Policy = {
  hash: 'abc',
  file: 'policy.yml',
  timeZone: 'UTC',
  roles: new Map([['lead', { users: ['U9'], userGroups: [] }]]),
  rules: [],
  quotas: {},
  quietHours: undefined,
  incidentTemplates: [],
  breakGlassRole: undefined,
  marketingTemplates: [],
  optOuts: { words: [], backWords: [], buttons: [], exceptionRole: 'lead' },
  partnerWorkspaces: [],
  showTextInSharedChannels: false,
};

function parts(policy?: Policy) {
  const optOuts = optOutsInMemory();
  const needs = {
    optOuts,
    ruleBook: { current: () => policy },
    roles: { rolesOf: async (userId: string) => new Set(userId === 'U9' ? ['lead'] : []) },
    loadNumbering: async () => createNumbering(undefined),
    log: LOG,
  };
  return { optOuts, find: createFindOptedOut(needs), change: createChangeOptOuts(needs) };
}

const SAID = { actorId: 'U1', scope: 'all', reason: undefined } as const;

describe('people who said no', () => {
  it('are found for every message, or for marketing alone', async () => {
    const { change, find } = parts();
    await change.optOut({ ...SAID, numbers: '+91 98765 43210' });
    await change.optOut({ ...SAID, numbers: '+91 98765 43211', scope: 'marketing' });
    const asked = { actorId: 'U1', recipients: [ASHA, BEN] };

    expect((await find({ ...asked, template: OFFER })).numbers).toEqual([ASHA, BEN]);
    expect((await find({ ...asked, template: BOOKING })).numbers).toEqual([ASHA]);
  });

  it('count as people who may not be written to where a template is not known', async () => {
    const { change, find } = parts();
    await change.optOut({ ...SAID, numbers: '+919876543210', scope: 'marketing' });

    const template = { name: 'by_name', category: undefined };
    expect((await find({ actorId: 'U1', recipients: [ASHA], template })).numbers).toEqual([ASHA]);
  });

  it('can be written to by the role of the policy alone, and one at a time', async () => {
    const { change, find } = parts(POLICY);
    await change.optOut({ ...SAID, numbers: '+919876543210 +919876543211' });
    const may = async (actorId: string, ...recipients: (typeof ASHA)[]) =>
      (await find({ actorId, recipients, template: BOOKING })).mayBeExcepted;

    expect(await may('U9', ASHA)).toBe(true);
    expect(await may('U1', ASHA)).toBe(false);
    expect(await may('U9', ASHA, BEN)).toBe(false);
  });

  it('are taken back by anybody, or by the role that the policy names', async () => {
    const without = parts();
    await without.change.optOut({ ...SAID, numbers: '+919876543210' });
    expect(await without.change.optIn({ ...SAID, numbers: '+919876543210' })).toMatchObject({ changed: 1 });

    const { change, optOuts } = parts(POLICY);
    await change.optOut({ ...SAID, numbers: '+919876543210' });
    expect(await change.optIn({ ...SAID, numbers: '+919876543210' })).toEqual({
      kind: 'not_allowed',
      role: 'lead',
      file: 'policy.yml',
    });
    expect(optOuts.all.size).toBe(1);
    expect(await change.optIn({ ...SAID, actorId: 'U9', numbers: '+919876543210' })).toMatchObject({ changed: 1 });
  });

  it('are none where a number cannot be read: nothing is changed then', async () => {
    const { change, optOuts } = parts();

    expect(await change.optOut({ ...SAID, numbers: '+919876543210, 12345' })).toMatchObject({ kind: 'unread' });
    expect(optOuts.all.size).toBe(0);
  });

  it('are named by their last four digits, five at most', () => {
    const numbers = Array.from({ length: 7 }, (_, at) => phone(`+9198765432${at}0`));

    expect(optedOutNote({ numbers: [ASHA, BEN] })).toBe('2 of them said no and get nothing: •••• 3210, •••• 3211.');
    expect(optedOutNote({ numbers })).toContain('•••• 3240 and 2 more.');
    expect(optedOutNote({ numbers: [] })).toBeUndefined();
    expect(allOptedOut({ numbers: [ASHA] })).toContain('•••• 3210 said no to such messages');
  });
});
