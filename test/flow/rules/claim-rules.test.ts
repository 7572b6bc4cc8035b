import { describe, expect, it } from 'vitest';
import type { RuleBook } from '../../../src/flow/ports/rules.ts';
import type { JudgedSend } from '../../../src/flow/ports/store/rules/claim-rules.ts';
import { createClaimRules } from '../../../src/flow/rules/claim-rules.ts';
import { createLocalMinutes } from '../../../src/numbering/time-zones.ts';
import { policyOf, ROLES } from '../../support/policies.ts';
import { ruleBookOf } from '../../support/role-finder.ts';

/** With the roles that the policy itself gives. */
function claimRulesOf(ruleBook: RuleBook) {
  return createClaimRules({
    mode: 'live',
    teamNumbers: [],
    ruleBook,
    knownRoles: (personId) =>
      new Set(
        [...(ruleBook.current()?.roles ?? [])].flatMap(([role, { users }]) => (users.includes(personId) ? [role] : [])),
      ),
    localMinutes: createLocalMinutes(),
  });
}

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
    approvedBy: [],
    isBreakGlass: false,
    isAwaited: false,
    ...difference,
  };
}

const FREE = `${ROLES}\nrules: [{ match: { template: "test_*" }, deny: everyone }]`;
const DENIED = `${ROLES}\nrules: [{ match: { template: "offer_*" }, deny: agent }]`;
const APPROVED = `${ROLES}\nrules: [{ match: { recipients: ">50" }, approve: { by: lead } }]`;

describe('the policy at the claim', () => {
  it('lets leave what was confirmed under it, and everything where there is none', () => {
    expect(rulesOf(undefined).judge(send())).toBeUndefined();
    expect(rulesOf(undefined).policyHash()).toBeUndefined();
    expect(rulesOf(DENIED).judge(send({ policyHash: policyOf(DENIED).hash }))).toBeUndefined();
  });

  it('judges again what was confirmed under another one', () => {
    expect(rulesOf(FREE).judge(send())).toBeUndefined();
    expect(rulesOf(DENIED).judge(send())).toBe('not_allowed');
    expect(rulesOf(APPROVED).judge(send())).toBe('approval_missing');
    expect(rulesOf(DENIED).judge(send({ approvedBy: ['U0CARLA'] }))).toBe('not_allowed');
  });

  it('counts an approval that was given before only as far as the policy of now asks for it', () => {
    const book = ruleBookOf(policyOf(APPROVED));
    const rules = claimRulesOf(book);
    const held = (approvedBy: readonly string[]) => rules.judge(send({ approvedBy }));
    expect(held(['U0CARLA'])).toBeUndefined();
    // An admin once, who is no lead; one who has no role any more; whoever sends it.
    expect(held(['U0EMMA'])).toBe('approval_missing');
    expect(held(['U0GONE'])).toBe('approval_missing');
    expect(held(['U0ASHA'])).toBe('approval_missing');

    book.use(policyOf(APPROVED.replace('by: lead', 'by: lead, count: 2').replace('U0DEV', 'U0DEV, U0FARID')));
    expect(held(['U0CARLA'])).toBe('approval_missing');
    expect(held(['U0CARLA', 'U0CARLA'])).toBe('approval_missing');
    expect(held(['U0CARLA', 'U0DEV'])).toBeUndefined();
  });

  it('lets an incident leave unapproved only while the policy of now lets its sender do that', () => {
    const onCall = `${APPROVED}\nincident: { templates: ["offer_*"], role: on_call }`;
    const broken = send({ isBreakGlass: true, actorId: 'U0BEN' });
    expect(claimRulesOf(ruleBookOf(policyOf(onCall))).judge(broken)).toBeUndefined();
    expect(claimRulesOf(ruleBookOf(policyOf(onCall.replace('U0BEN', 'U0EVE')))).judge(broken)).toBe('approval_missing');
    expect(claimRulesOf(ruleBookOf(policyOf(APPROVED))).judge(broken)).toBe('approval_missing');
  });

  it('holds what it cannot judge, because roles are not known, until they are', () => {
    const rules = createClaimRules({
      mode: 'live',
      teamNumbers: [],
      ruleBook: ruleBookOf(policyOf(FREE)),
      knownRoles: () => undefined,
      localMinutes: createLocalMinutes(),
    });

    expect(rules.judge(send())).toBe('approval_missing');
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

  it('are kept by what the policy in force has wait, and never by what a person waits for', () => {
    const marketing = rulesOf(
      'quiet_hours: { from: "21:00", until: "08:00" }\nincident: { templates: ["incident_*"] }',
    );

    expect(marketing.keepsQuietHours(send())).toBe(true);
    expect(marketing.keepsQuietHours(send({ category: undefined }))).toBe(true);
    expect(marketing.keepsQuietHours(send({ category: 'UTILITY' }))).toBe(false);
    expect(marketing.keepsQuietHours(send({ template: 'incident_open' }))).toBe(false);
    expect(marketing.keepsQuietHours(send({ isAwaited: true }))).toBe(false);
    expect(rulesOf(undefined).keepsQuietHours(send())).toBe(false);
  });

  it('are none where the policy has none', () => {
    expect(rulesOf(undefined).quietUntil('IN', new Date('2026-11-29T20:00:00Z'))).toBeUndefined();
    expect(rulesOf(FREE).quietUntil('IN', new Date('2026-11-29T20:00:00Z'))).toBeUndefined();
  });
});
