import { describe, expect, it } from 'vitest';
import type { JudgedSend } from '../../../src/flow/ports/store/rules/claim-rules.ts';
import { createClaimRules } from '../../../src/flow/rules/claim-rules.ts';
import { createLocalMinutes } from '../../../src/numbering/time-zones.ts';
import { policyOf, ROLES } from '../../support/policies.ts';
import { ruleBookOf } from '../../support/role-finder.ts';

function rulesOf(text: string | undefined, roles: readonly string[] | undefined = ['agent']) {
  return createClaimRules({
    mode: 'live',
    teamNumbers: [],
    ruleBook: ruleBookOf(text === undefined ? undefined : policyOf(text)),
    knownRoles: () => (roles === undefined ? undefined : new Set(roles)),
    localMinutes: createLocalMinutes(),
  });
}

function send(difference: Partial<JudgedSend> = {}): JudgedSend {
  return {
    sendId: 'S1',
    teamId: 'T1',
    channelId: 'C0SUPPORT',
    actorId: 'U0ASHA',
    template: 'offer_diwali',
    category: 'MARKETING',
    recipients: 300,
    policyHash: undefined,
    isApproved: false,
    isBreakGlass: false,
    ...difference,
  };
}

const FREE = `${ROLES}\nrules: [{ match: { template: "test_*" }, deny: everyone }]`;
const DENIED = `${ROLES}\nrules: [{ match: { template: "offer_*" }, deny: agent }]`;
const APPROVED = `${ROLES}\nrules: [{ match: { recipients: ">50" }, approve: { by: lead } }]`;

describe('the policy at the claim', () => {
  it('lets leave what was confirmed under it, and everything where there is none', () => {
    expect(rulesOf(undefined).judge(send())).toBe('leaves');
    expect(rulesOf(undefined).policyHash()).toBeUndefined();
    expect(rulesOf(DENIED).judge(send({ policyHash: policyOf(DENIED).hash }))).toBe('leaves');
  });

  it('judges again what was confirmed under another one', () => {
    expect(rulesOf(FREE).judge(send())).toBe('leaves');
    expect(rulesOf(DENIED).judge(send())).toBe('held');
    expect(rulesOf(APPROVED).judge(send())).toBe('held');
    expect(rulesOf(APPROVED).judge(send({ isApproved: true }))).toBe('leaves');
    expect(rulesOf(APPROVED).judge(send({ isBreakGlass: true }))).toBe('leaves');
    expect(rulesOf(DENIED).judge(send({ isApproved: true }))).toBe('held');
  });

  it('holds what it cannot judge, because roles are not known', () => {
    const rules = createClaimRules({
      mode: 'live',
      teamNumbers: [],
      ruleBook: ruleBookOf(policyOf(FREE)),
      knownRoles: () => undefined,
      localMinutes: createLocalMinutes(),
    });

    expect(rules.judge(send())).toBe('held');
  });
});

describe('quiet hours at the claim', () => {
  const rules = rulesOf('time_zone: Asia/Kolkata\nquiet_hours: { from: "21:00", until: "08:00" }');
  const at = (time: string, region: string | undefined) => rules.quietUntil(region, new Date(time))?.toISOString();

  it('end in the morning of the recipient’s country', () => {
    // 20:59:59, 21:00 and 07:59 in India, which is five and a half hours ahead.
    expect(at('2026-11-29T15:29:59Z', 'IN')).toBeUndefined();
    expect(at('2026-11-29T15:30:00Z', 'IN')).toBe('2026-11-30T02:30:00.000Z');
    expect(at('2026-11-30T02:29:59Z', 'IN')).toBe('2026-11-30T02:30:00.000Z');
    expect(at('2026-11-30T02:30:00Z', 'IN')).toBeUndefined();
  });

  it('are over only when they are over in every zone of the country', () => {
    // Midnight in New York; in Adak it is eight in the morning five hours after New York’s eight.
    expect(at('2026-11-29T05:00:00Z', 'US')).toBe('2026-11-29T18:00:00.000Z');
    expect(at('2026-11-29T18:00:00Z', 'US')).toBeUndefined();
  });

  it('follow the policy’s own clock for numbers of no single country', () => {
    expect(at('2026-11-29T15:30:00Z', undefined)).toBe('2026-11-30T02:30:00.000Z');
    expect(at('2026-11-29T15:30:00Z', 'ZZ')).toBe('2026-11-30T02:30:00.000Z');
  });

  it('are none where the policy has none', () => {
    expect(rulesOf(undefined).quietUntil('IN', new Date('2026-11-29T20:00:00Z'))).toBeUndefined();
    expect(rulesOf(FREE).quietUntil('IN', new Date('2026-11-29T20:00:00Z'))).toBeUndefined();
  });
});
