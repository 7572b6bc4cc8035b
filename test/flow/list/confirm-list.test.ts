import { describe, expect, it } from 'vitest';
import { createConfirmList } from '../../../src/flow/list/confirm-list.ts';
import { CommitOutcomeUnknown } from '../../../src/flow/ports/store/accept-send.ts';
import type { PlanConfirmer } from '../../../src/flow/ports/store/lists/plans.ts';
import type { RulesAnswer } from '../../../src/flow/rules/ask-rules.ts';
import { planOf } from '../../store/lists/plans.ts';
import { openNew } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { NOTHING_SAID } from '../../support/rules.ts';
import { memoryLog } from '../../support/slack.ts';

const RULES = { policyHash: undefined, optOutScope: 'all', keepsQuietHours: false } as const;
const ALLOWED: RulesAnswer = { kind: 'allowed', rules: RULES, mayBreakGlass: false, sentences: [] };

interface Setting {
  readonly confirm?: PlanConfirmer['confirm'];
  readonly answer?: RulesAnswer;
}

/** A plan of three rows that U1 reviewed, and what its confirmation led to. */
async function openReviewed({ confirm, answer = ALLOWED }: Setting = {}) {
  const opened = await openNew(createSqliteDatabase);
  const { plans } = opened.lists;
  const digest = await plans.save(planOf('P1', 3));
  const log = memoryLog();
  const wakes: string[] = [];
  const confirmList = createConfirmList({
    plans: confirm === undefined ? plans : { confirm },
    askRules: async () => answer,
    auditChannel: undefined,
    repeatWindowMs: 1_000,
    wakeAll: () => void wakes.push('all'),
    log,
  });
  const press = () =>
    confirmList({
      planId: 'P1',
      digest,
      dedupeKey: 'T1:V1',
      actorId: 'U1',
      channelId: 'C1',
      template: { name: 'booking_confirm', category: 'UTILITY' },
      recipients: 3,
      asked: NOTHING_SAID,
      dueAt: undefined,
      trial: false,
      responseUrl: undefined,
      seenUntil: undefined,
    });
  return { ...opened, log, press, wakes };
}

describe('a list that is confirmed', () => {
  it('is a send however often it is pressed, and wakes the workers', async () => {
    const { press, wakes } = await openReviewed();

    expect(await press()).toEqual({ kind: 'accepted', sendId: 'P1', isNew: true });
    expect(wakes).toEqual(['all']);
    expect(await press()).toEqual({ kind: 'accepted', sendId: 'P1', isNew: false });
  });

  it('stays a plan where the rules say no by now', async () => {
    const sentence = 'Rule 2 says no.';
    const { ledger, press, wakes } = await openReviewed({ answer: { kind: 'refused', why: 'rule', sentence } });

    expect(await press()).toMatchObject({ kind: 'refused', sentence });
    expect(wakes).toEqual([]);
    expect(await ledger.claimBatch('worker')).toBeUndefined();
  });

  it('stays a plan where it would pass a quota, and the sentence says by how much', async () => {
    const quotas = { day: '2026-11-29', limits: { person: 2 } };
    const { press, wakes } = await openReviewed({ answer: { ...ALLOWED, rules: { ...RULES, quotas } } });

    expect(await press()).toEqual({
      kind: 'over_quota',
      sentence: 'You can still send 2 today; this list has 3 (the policy allows 2 a day).',
    });
    expect(wakes).toEqual([]);
  });
});

describe('a ledger that does not answer when a list is confirmed', () => {
  const uncertain = () => Promise.reject(new CommitOutcomeUnknown('broken off', { cause: undefined }));

  it.each<[string, PlanConfirmer['confirm'], string, string]>([
    ['refuses', () => Promise.reject(new Error('away')), 'not_saved', 'error list not confirmed'],
    ['may have saved it', uncertain, 'uncertain', 'error list not confirmed'],
    ['is silent', () => new Promise(() => undefined), 'uncertain', 'warn the ledger is slow to confirm a list'],
  ])('is told, and no worker is woken, when it %s', async (_, confirm, kind, line) => {
    const { log, press, wakes } = await openReviewed({ confirm });

    expect(await press()).toEqual({ kind });
    expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([line]);
    expect(wakes).toEqual([]);
  });
});
