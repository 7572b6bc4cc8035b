import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type Verdict } from '../../../src/core/rules/policy/decide.ts';
import { explainVerdict } from '../../../src/core/rules/policy/explain.ts';
import type { Policy } from '../../../src/core/rules/policy/policy.ts';
import type { SendRules } from '../../../src/core/rules/send-rules.ts';
import { createAskRules } from '../../../src/flow/rules/ask-rules.ts';
import { createClaimRules } from '../../../src/flow/rules/claim-rules.ts';
import { createLocalMinutes } from '../../../src/numbering/time-zones.ts';
import { newSend, openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { policyOf } from '../../support/policies.ts';
import {
  expectedOf,
  type WantedSend,
  type WrittenPolicy,
  wantedSend,
  writtenPolicy,
  writtenRule,
} from '../../support/random-policies.ts';
import { roleFinderOf, ruleBookOf } from '../../support/role-finder.ts';

const RUNS = Number(process.env['POLICY_CASES'] ?? 150);
const rolesKey = (roles: readonly string[]) => [...roles].sort().join('+');
const policyFrom = (written: WrittenPolicy): Policy => policyOf(JSON.stringify(written));

function verdictOf(policy: Policy, { actorId, channelId, recipients, template }: WantedSend) {
  const roles = new Set([...policy.roles].flatMap(([role, { users }]) => (users.includes(actorId) ? [role] : [])));
  const question = { template: template.name, category: template.category, channelId, recipients, roles };
  return { question, verdict: decide(policy, question) };
}

/** Asks one policy after the other, and accepts what it allows on a ledger that claims by it. */
async function openFlow() {
  const ruleBook = ruleBookOf(undefined);
  const claimRules = createClaimRules({
    mode: 'live',
    teamNumbers: [],
    ruleBook,
    knownRoles: () => new Set(),
    localMinutes: createLocalMinutes(),
  });
  const { ledger, rules } = await openNew(createSqliteDatabase, { claimRules });
  const askRules = createAskRules({
    ruleBook,
    roles: roleFinderOf(ruleBook),
    namePeople: async () => new Map(),
    now: () => new Date('2026-11-29T12:00:00Z'),
  });
  let sends = 0;
  return {
    askRules,
    use: ruleBook.use,
    sends: () => sends,
    /** @returns whether it may leave now, and whom it waits for */
    async accept({ actorId, channelId }: WantedSend, sendRules: SendRules) {
      sends += 1;
      const id = `S${sends}`;
      await ledger.accept(newSend(id, { order: { actorId, channelId }, rules: sendRules }));
      const claimed = await ledger.claimBatch('worker');
      return { leaves: claimed?.sendId === id, waitsFor: (await rules.approvals.findRequest(id))?.needs ?? [] };
    },
  };
}

describe('for any policy and any send', () => {
  it('what is explained is what the flow answers and what the ledger does', async () => {
    const flow = await openFlow();

    await fc.assert(
      fc.asyncProperty(writtenPolicy, wantedSend, async (written, send) => {
        const policy = policyFrom(written);
        flow.use(policy);
        const expected = expectedOf(written, send);
        const { question, verdict } = verdictOf(policy, send);
        const explained = explainVerdict(verdict, { policy, question });

        const answer = await flow.askRules(send);

        expect(answer.kind === 'refused').toBe(expected.isRefused);
        if (answer.kind === 'refused') {
          const named = policy.rules[ruleNamed(answer.sentence) - 1];
          expect(explained).toEqual([answer.sentence]);
          expect(named?.allow ?? named?.deny).toBeDefined();
        } else {
          const needs = answer.rules.approval?.needs ?? [];
          expect(new Map(needs.map(({ by, count }) => [rolesKey(by), count]))).toEqual(expected.needs);
          expect(answer.rules.approval?.approvers ?? []).not.toContain(send.actorId);
          expect(answer.sentences).toEqual(needs.length === 0 ? [] : explained);
          expect(explained.map(ruleNamed).filter((rule) => rule > 0)).toEqual(needs.map(({ rule }) => rule));
          expect(await flow.accept(send, answer.rules)).toEqual({ leaves: needs.length === 0, waitsFor: needs });
        }
      }),
      { numRuns: RUNS },
    );

    expect(flow.sends()).toBeGreaterThan(RUNS / 10);
  });

  it('one deny wins, whatever else allows it', () => {
    fc.assert(
      fc.property(writtenPolicy, wantedSend, fc.array(writtenRule, { maxLength: 3 }), (written, send, more) => {
        const { isDenied } = expectedOf(written, send);
        fc.pre(isDenied);
        const policy = policyFrom({ ...written, rules: [...more, ...written.rules] });

        expect(verdictOf(policy, send).verdict).toMatchObject({ kind: 'refused', because: 'denied' });
      }),
    );
  });

  it('a rule more never takes an approval away', () => {
    fc.assert(
      fc.property(writtenPolicy, wantedSend, writtenRule, fc.nat({ max: 5 }), (written, send, rule, at) => {
        const before = verdictOf(policyFrom(written), send).verdict;
        const rules = written.rules.toSpliced(at, 0, rule);
        const after = verdictOf(policyFrom({ ...written, rules }), send).verdict;

        expectStricter(before, after);
      }),
    );
  });

  it('one person more to write to never takes an approval away', () => {
    fc.assert(
      fc.property(writtenPolicy, wantedSend, (written, send) => {
        const policy = policyFrom(written);
        const before = verdictOf(policy, send).verdict;
        const after = verdictOf(policy, { ...send, recipients: send.recipients + 1 }).verdict;

        expectStricter(before, after);
      }),
    );
  });
});

/** What was refused still is, and what has to be approved has to be by as many people or more. */
function expectStricter(before: Verdict, after: Verdict): void {
  if (before.kind === 'refused') expect(after.kind).toBe('refused');
  if (before.kind === 'refused' || after.kind === 'refused') return;
  for (const need of before.needs) {
    const same = after.needs.find(({ by }) => rolesKey(by) === rolesKey(need.by));
    expect(same?.count).toBeGreaterThanOrEqual(need.count);
  }
}

function ruleNamed(sentence: string): number {
  return Number(/\(policy\.yml, rule (\d+)/.exec(sentence)?.[1]);
}
