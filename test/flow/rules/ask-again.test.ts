import { describe, expect, it } from 'vitest';
import type { JudgedSend } from '../../../src/flow/ports/store/rules/claim-rules.ts';
import { createAskAgain } from '../../../src/flow/rules/ask-again.ts';
import { type AskRules, createAskRules } from '../../../src/flow/rules/ask-rules.ts';
import { policyOf } from '../../support/policies.ts';
import { roleFinderOf, ruleBookOf } from '../../support/role-finder.ts';
import { memoryLog } from '../../support/slack.ts';

const TWO_LEADS = 'roles: { lead: S0LEADS }\nrules: [{ approve: { by: lead, count: 2 } }]';

/** A send that U1 confirmed under another policy, and that U0CARLA and a stranger approved. */
const HELD: JudgedSend = {
  sendId: 'S1',
  teamId: 'T1',
  channelId: 'C1',
  actorId: 'U1',
  template: 'booking_confirm',
  category: 'UTILITY',
  recipients: 2,
  policyHash: 'policy-before',
  approvedBy: ['U0CARLA', 'U0EMMA'],
  isBreakGlass: false,
  isAwaited: false,
};

interface Setting {
  readonly policy: string | undefined;
  /** Undefined where Slack does not say who the leads are. */
  readonly leads?: readonly string[] | undefined;
  /** What the rules say instead. */
  readonly askRules?: AskRules;
  /** Whether the send is in another state by the time it is settled. */
  readonly isTooLate?: boolean;
}

/** What one look does to it. */
async function looked(setting: Setting) {
  const { askRules, isTooLate = false, policy } = setting;
  const leads = 'leads' in setting ? setting.leads : ['U0CARLA', 'U0DEV'];
  const ruleBook = ruleBookOf(policy === undefined ? undefined : policyOf(policy));
  const roles = roleFinderOf(ruleBook, { S0LEADS: leads });
  const did: unknown[] = [];
  const log = memoryLog();
  const settle = async (what: unknown) => {
    did.push(what);
    return !isTooLate;
  };
  await createAskAgain({
    outdated: {
      findOutdated: async () => [HELD],
      letLeave: (id) => settle(`${id} leaves`),
      refuse: (id) => settle(`${id} refused`),
      askAgain: ({ given, sendId, terms }) => settle([sendId, terms.approvers.toSorted(), given]),
    },
    askRules:
      askRules ?? createAskRules({ ruleBook, roles, namePeople: async () => new Map(), now: () => new Date(0) }),
    roles,
    ruleBook,
    wakeAll: () => void did.push('woken'),
    log,
  })();
  return { did, lines: log.lines.map(({ data }) => data) };
}

describe('a send that is held because the policy asks for more', () => {
  it('is asked for again, of those who have not approved it, and what was approved counts', async () => {
    const { did, lines } = await looked({ policy: TWO_LEADS });

    expect(did).toEqual([['S1', ['U0CARLA', 'U0DEV'], [{ personId: 'U0CARLA', meets: [0] }]], 'woken']);
    expect(lines).toEqual([{ sendId: 'S1', settled: 'asked' }]);
  });

  it.each<[string, Setting, readonly unknown[]]>([
    ['there is no policy any more', { policy: undefined }, ['S1 leaves', 'woken']],
    ['it has what is asked for', { policy: TWO_LEADS.replace('2', '1') }, ['S1 leaves', 'woken']],
    ['a rule says no', { policy: 'rules: [{ deny: everyone }]' }, ['S1 refused', 'woken']],
    ['no one is left to ask', { policy: TWO_LEADS, leads: ['U0CARLA'] }, ['S1 refused', 'woken']],
    ['Slack does not say who has which role', { policy: TWO_LEADS, leads: undefined }, []],
    [
      'Slack does not say who may approve',
      {
        policy: TWO_LEADS,
        askRules: async () => ({ kind: 'refused', why: 'roles_unknown', sentence: 'Later.' }),
      },
      [],
    ],
    [
      'the policy has changed once more',
      {
        policy: TWO_LEADS,
        askRules: async () => ({
          kind: 'allowed',
          rules: { policyHash: 'policy-3', optOutScope: 'all', keepsQuietHours: false },
          mayBreakGlass: false,
          sentences: [],
        }),
      },
      [],
    ],
    ['it is in another state by now', { policy: TWO_LEADS.replace('2', '1'), isTooLate: true }, ['S1 leaves']],
    ['it was refused by someone else', { policy: 'rules: [{ deny: everyone }]', isTooLate: true }, ['S1 refused']],
  ])('is settled, and the workers are woken only by what changed, where %s', async (_, setting, expected) => {
    const { did, lines } = await looked(setting);

    expect(did).toEqual(expected);
    expect(lines).toHaveLength(expected.includes('woken') ? 1 : 0);
  });
});
