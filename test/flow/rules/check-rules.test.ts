import { describe, expect, it } from 'vitest';
import type { RulesAnswer } from '../../../src/flow/rules/ask-rules.ts';
import { checkedSend, createCheckRules } from '../../../src/flow/rules/check-rules.ts';
import { confirmRules } from '../../../src/flow/rules/confirm-rules.ts';
import { sendOf } from '../../support/sends.ts';
import { memoryLog } from '../../support/slack.ts';

const RULES = { policyHash: 'P1', optOutScope: 'all', keepsQuietHours: false } as const;
const QUOTAS = { day: '2026-11-29', limits: { person: 20 } };
const APPROVAL = {
  needs: [{ by: ['lead'], count: 1, rule: 1, because: 'every message needs it' }],
  approvers: ['U0CARLA'],
};
const ALLOWED = {
  kind: 'allowed',
  rules: RULES,
  mayBreakGlass: false,
  sentences: ['Lead has to approve this.'],
} as const;
const REFUSED = { kind: 'refused', why: 'rule', sentence: 'Rule 1 says no.' } as const;
const SEND = checkedSend(sendOf());

function check(answer: () => Promise<RulesAnswer>, left?: number) {
  const asked: unknown[] = [];
  const log = memoryLog();
  const checkRules = createCheckRules({
    askRules: answer,
    quotas: {
      async findShortage(question) {
        asked.push(question);
        return left === undefined ? undefined : { quota: 'person', left, limit: 20 };
      },
    },
    log,
  });
  return { asked, log, checked: checkRules(SEND) };
}

describe('the rules in a review', () => {
  it('say why it may not leave, and look up no quota then', async () => {
    const { asked, checked } = check(async () => REFUSED);

    expect(await checked).toEqual(REFUSED);
    expect(asked).toEqual([]);
  });

  it('say who has to approve, and only where somebody has to', async () => {
    const withApproval = { ...ALLOWED, mayBreakGlass: true, rules: { ...RULES, approval: APPROVAL } };

    expect(await check(async () => ALLOWED).checked).toEqual({
      kind: 'allowed',
      said: { approval: [], mayBreakGlass: false },
      rules: RULES,
    });
    expect(await check(async () => withApproval).checked).toMatchObject({
      said: { approval: ['Lead has to approve this.'], mayBreakGlass: true },
    });
  });

  it('look up the quotas that the policy has, and say how many may still leave', async () => {
    const answer = { ...ALLOWED, rules: { ...RULES, quotas: QUOTAS } };
    const { asked, checked } = check(async () => answer, 1);

    expect(await checked).toEqual({
      kind: 'over_quota',
      sentence: 'You can still send 1 today; this is for 2 (the policy allows 20 a day).',
      said: { approval: [], mayBreakGlass: false },
    });
    const { actorId, channelId, recipients, teamId } = SEND;
    expect(asked).toEqual([{ actorId, channelId, recipients, teamId, ...QUOTAS }]);
    expect(await check(async () => answer).checked).toMatchObject({ kind: 'allowed' });
  });

  it.each([
    ['error rules not asked', () => Promise.reject(new Error('away'))],
    ['warn rules not asked in time', () => new Promise<never>(() => undefined)],
  ])('let nothing leave when they cannot be asked, and the log says so: %s', async (line, answer) => {
    const { checked, log } = check(answer);

    expect(await checked).toEqual({
      kind: 'refused',
      why: 'roles_unknown',
      sentence: expect.stringMatching(/^The rules could not be asked just now.*nothing was sent\.$/),
    });
    expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([line]);
  });
});

describe('the rules when it is confirmed', () => {
  const waits = { ...RULES, approval: APPROVAL };
  const confirm = (answer: RulesAnswer, isApprovalShown: boolean, breakGlassReason?: string) =>
    confirmRules({ askRules: async () => answer, log: memoryLog() }, SEND, { isApprovalShown, breakGlassReason });

  it('are those of this moment, and only what the review said of them is confirmed', async () => {
    const needs = { ...ALLOWED, rules: waits };

    expect(await confirm(REFUSED, false)).toEqual(REFUSED);
    expect(await confirm(ALLOWED, false)).toEqual({ kind: 'confirmed', rules: RULES });
    expect(await confirm(needs, true)).toEqual({ kind: 'confirmed', rules: waits });
    expect(await confirm(ALLOWED, true)).toMatchObject({ kind: 'rules_changed', said: { approval: [] } });
    expect(await confirm(needs, false)).toMatchObject({ kind: 'rules_changed', said: { approval: ALLOWED.sentences } });
  });

  it('let it leave before it is approved only with a reason, by one who may', async () => {
    const needs = { ...ALLOWED, rules: waits };
    const onCall = { ...needs, mayBreakGlass: true };

    expect(await confirm(onCall, true, 'it burns')).toEqual({
      kind: 'confirmed',
      rules: { ...waits, breakGlass: { reason: 'it burns' } },
    });
    expect(await confirm(onCall, true)).toEqual({ kind: 'confirmed', rules: waits });
    expect(await confirm(needs, true, 'it burns')).toMatchObject({ kind: 'rules_changed' });
    expect(await confirm({ ...ALLOWED, mayBreakGlass: true }, false, 'it burns')).toEqual({
      kind: 'confirmed',
      rules: RULES,
    });
  });
});
