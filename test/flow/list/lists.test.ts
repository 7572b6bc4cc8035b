import { describe, expect, it } from 'vitest';
import type { Template } from '../../../src/core/template/template.ts';
import { createConfirmList } from '../../../src/flow/list/confirm-list.ts';
import { createControlSend } from '../../../src/flow/list/control-send.ts';
import { createJudgeDue } from '../../../src/flow/list/judge-due.ts';
import { createRunDueLists } from '../../../src/flow/list/run-due-lists.ts';
import { createSavePlan, type ListOrder } from '../../../src/flow/list/save-plan.ts';
import { createWatchLists } from '../../../src/flow/list/watch-lists.ts';
import { meaningOf } from '../../../src/kaleyra/codes/code-meanings.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { messageOfRow } from '../../store/lists/plans.ts';
import { accepted, claim, type Opened, openNew, rejected, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { policyOf } from '../../support/policies.ts';
import { roleFinderOf, ruleBookOf } from '../../support/role-finder.ts';
import { NO_POLICY, NOTHING_SAID } from '../../support/rules.ts';
import { BOOKING, phone } from '../../support/sends.ts';

/** What the rules look at; there are none. */
const RULED = {
  template: { name: 'booking_confirm', category: 'UTILITY' },
  recipients: 3,
  asked: NOTHING_SAID,
} as const;

const SENDER = phone('+919800000000');
const HOUR_MS = 3_600_000;
const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
const STRANGER = { teamId: 'T1', channelId: 'C9', actorId: 'U9' };

function orderOf(rows: number, trialRows = 0): ListOrder {
  return {
    ...ASKER,
    template: BOOKING,
    sender: SENDER,
    trialRows,
    rows: Array.from({ length: rows }, (_, index) => ({
      row: index + 2,
      recipient: phone(`+91987000${String(1000 + index)}`),
      message: messageOfRow(index + 2),
    })),
  };
}

type JudgeDue = ReturnType<typeof createJudgeDue>;

async function openFlow(
  templates: readonly Template[] = [BOOKING],
  senders = [SENDER],
  judgeDue: JudgeDue = async () => 'leaves',
) {
  const opened = await openNew(createSqliteDatabase);
  const { lists, lookup } = opened;
  let ids = 0;
  const wakes: string[] = [];
  const shared = {
    ...lists,
    wakeAll: () => void wakes.push('all'),
    wakeCards: () => void wakes.push('cards'),
    log: SILENT,
  };
  const savePlan = createSavePlan({
    plans: lists.plans,
    recipientsPerRequest: 20,
    reportsExpected: true,
    repeatWindowMs: 24 * HOUR_MS,
    newSendId: () => `L${++ids}`,
    newToken: () => `token-${++ids}`,
    concealment: createScrubber([]),
    log: SILENT,
  });
  const confirmList = createConfirmList({
    ...shared,
    askRules: NO_POLICY,
    auditChannel: 'C2',
    repeatWindowMs: 24 * HOUR_MS,
  });
  return {
    ...opened,
    wakes,
    savePlan,
    confirmList,
    control: createControlSend({ ...shared, askRules: NO_POLICY, lookup }),
    watchLists: createWatchLists({ ...shared, meaningOf }),
    runDueLists: createRunDueLists({
      ...shared,
      senders,
      judgeDue,
      templates: { find: (name, language) => templates.find((one) => one.name === name && one.language === language) },
    }),
    /** Saves a list and confirms it. @returns its ID */
    async sendList(rows: number, change: { dueAt?: Date; trialRows?: number } = {}): Promise<string> {
      const saved = await savePlan(orderOf(rows, change.trialRows));
      if (saved.kind !== 'saved') throw new Error('not saved');
      const { planId, digest } = saved;
      const confirmation = { planId, digest, dedupeKey: `T1:${planId}`, actorId: 'U1', channelId: 'C1', ...RULED };
      const trial = change.trialRows !== undefined;
      await confirmList({ ...confirmation, dueAt: change.dueAt, trial, responseUrl: undefined, seenUntil: new Date() });
      return planId;
    },
  };
}

async function endWith(
  ledger: Opened['ledger'],
  count: number,
  with_: typeof accepted | typeof rejected,
  code: string,
) {
  for (let index = 0; index < count; index += 1) {
    const batch = await claim(ledger);
    await ledger.settleBatch(batch, with_(batch, with_ === accepted ? batch.token : code), undefined);
  }
}

describe('confirming a list', () => {
  it('is one send with a card in its channel and one for leads, and asks for a list that says the same', async () => {
    const { confirmList, ledger, savePlan, sendList, wakes } = await openFlow();
    const sendId = await sendList(3);
    const again = await savePlan(orderOf(3));
    if (again.kind !== 'saved') throw new Error('not saved');

    const confirmed = await confirmList({
      planId: again.planId,
      digest: again.digest,
      dedupeKey: 'T1:V2',
      actorId: 'U1',
      channelId: 'C1',
      ...RULED,
      dueAt: undefined,
      trial: false,
      responseUrl: undefined,
      seenUntil: undefined,
    });

    expect(wakes).toEqual(['all']);
    expect([(await ledger.claimCard('w'))?.card.role, (await ledger.claimCard('w'))?.card.role].sort()).toEqual([
      'audit',
      'channel',
    ]);
    expect(again.repeats).toMatchObject({ people: 3, sameLists: [{ sendId }] });
    expect(confirmed).toMatchObject({ kind: 'repeated', sameLists: [{ sendId }] });
  });
});

describe('a list that is due', () => {
  const PAST = (): Date => new Date(Date.now() - 60_000);
  const CHANGED = { ...BOOKING, body: { ...BOOKING.body, text: 'Hello {{1}}, {{2}} was changed.' } };

  it('leaves when everything is as it was', async () => {
    const { ledger, runDueLists, sendList, wakes } = await openFlow();
    const sendId = await sendList(2, { dueAt: PAST() });
    const before = await ledger.claimBatch('worker');
    wakes.length = 0;

    await runDueLists();

    expect([before, (await ledger.claimBatch('worker'))?.sendId]).toEqual([undefined, sendId]);
    expect(wakes).toEqual(['all']);
  });

  it.each([
    ['template_gone', [], [SENDER], 0],
    ['template_changed', [CHANGED], [SENDER], 0],
    ['template_not_approved', [{ ...BOOKING, status: 'PAUSED' }], [SENDER], 0],
    ['sender_gone', [BOOKING], [phone('+919811111111')], 0],
    ['late', [BOOKING], [SENDER], HOUR_MS],
  ] as const)('is held, and nothing of it leaves: %s', async (reason, templates, senders, laterMs) => {
    const { ledger, runDueLists, sendList, wakes } = await openFlow(templates, [...senders]);
    const sendId = await sendList(2, { dueAt: new Date(PAST().getTime() - laterMs) });
    wakes.length = 0;

    await runDueLists();
    await runDueLists();

    expect((await ledger.findSend(sendId))?.change).toMatchObject({ state: 'held', reason });
    expect(await ledger.claimBatch('worker')).toBeUndefined();
    // Once, for the card: the second look changes nothing.
    expect(wakes).toEqual(['all']);
  });
});

describe('a list that is due under a policy', () => {
  it.each(['not_allowed', 'approval_missing'] as const)(
    'is held when the policy does not let it leave any more, and asked again while that is not known: %s',
    async (reason) => {
      const answers = ['roles_unknown', reason] as const;
      const asked: number[] = [];
      const { ledger, runDueLists, sendList } = await openFlow([BOOKING], [SENDER], async ({ confirmed }) => {
        asked.push(confirmed.recipients);
        return answers[asked.length - 1] ?? 'leaves';
      });
      const sendId = await sendList(2, { dueAt: new Date(Date.now() - 60_000) });

      await runDueLists();
      const first = (await ledger.findSend(sendId))?.change;
      await runDueLists();

      expect(first).toMatchObject({ state: 'scheduled' });
      expect((await ledger.findSend(sendId))?.change).toMatchObject({ state: 'held', reason });
      expect(asked).toEqual([2, 2]);
    },
  );

  const LEADS = 'roles: { lead: [U0CARLA, U0DEV] }\nrules: [{ approve: { by: lead } }]';
  it.each([
    ['roles: { lead: U0CARLA }', [], 'leaves'],
    ['rules: [{ deny: everyone }]', ['U0CARLA'], 'not_allowed'],
    ['roles: { lead: S0AWAY }', [], 'roles_unknown'],
    [LEADS, [], 'approval_missing'],
    [LEADS, ['U0CARLA'], 'leaves'],
    [LEADS.replace('by: lead', 'by: lead, count: 1'), ['U0EMMA'], 'approval_missing'],
    // Whoever sends it never counts.
    ['roles: { lead: [U1, U0DEV] }\nrules: [{ approve: { by: lead } }]', ['U1'], 'approval_missing'],
  ] as const)('%s, approved by %j: %s', async (text, approvedBy, answer) => {
    const ruleBook = ruleBookOf(policyOf(text));
    const confirmed = {
      sendId: 'L1',
      teamId: 'T1',
      actorId: 'U1',
      channelId: 'C1',
      template: BOOKING.name,
      category: 'UTILITY',
      recipients: 2,
      policyHash: 'policy-before',
      approvedBy,
      isBreakGlass: false,
      isAwaited: false,
    } as const;
    const judgeDue = createJudgeDue({ ruleBook, roles: roleFinderOf(ruleBook) });
    const due = { sendId: 'L1', template: BOOKING, sender: SENDER, lateMs: 0 };

    expect(await judgeDue({ ...due, confirmed })).toBe(answer);
    // Approved under this very policy it stays approved, though the people who did are gone.
    const same = { ...confirmed, policyHash: ruleBook.current()?.hash };
    expect(await judgeDue({ ...due, confirmed: same })).toBe(answer === 'approval_missing' ? 'leaves' : answer);
  });
});

describe('a list whose first rows leave alone', () => {
  it('asks for the others once those are in, and its card is shown then', async () => {
    const { ledger, sendList, wakes, watchLists } = await openFlow();
    await sendList(5, { trialRows: 2 });
    wakes.length = 0;

    await watchLists();
    const before = [...wakes];
    await endWith(ledger, 2, rejected, '131026');
    await watchLists();
    await watchLists();

    expect([before, wakes]).toEqual([[], ['cards']]);
  });
});

describe('a list whose rows keep ending for one reason', () => {
  it('is paused with that reason, and is judged anew once a person lets it go on', async () => {
    const { control, ledger, sendList, watchLists } = await openFlow();
    const sendId = await sendList(20);
    await endWith(ledger, 2, accepted, '');
    await endWith(ledger, 4, rejected, '132001');
    await watchLists();
    const early = (await ledger.findSend(sendId))?.change;
    await endWith(ledger, 1, rejected, '132001');

    await watchLists();
    const paused = (await ledger.findSend(sendId))?.change;
    const whilePaused = await ledger.claimBatch('worker');
    await control.resumeList(sendId, ASKER);
    await watchLists();

    expect(early).toBeUndefined();
    expect(paused).toMatchObject({ state: 'paused', reason: '132001', by: undefined });
    expect(whilePaused).toBeUndefined();
    expect(await ledger.claimBatch('worker')).toBeDefined();
  });

  it('goes on when the reason is its recipients’ own', async () => {
    const { ledger, sendList, watchLists } = await openFlow();
    await sendList(20);
    await endWith(ledger, 10, rejected, '131026');

    await watchLists();

    expect(await ledger.claimBatch('worker')).toBeDefined();
  });
});

describe('the buttons of a card', () => {
  it('hold up a list, let it go on and stop it, for those who may see it', async () => {
    const { control, ledger, sendList } = await openFlow();
    const sendId = await sendList(300);

    const byStranger = [await control.pauseList(sendId, STRANGER), await control.stopSend(sendId, STRANGER)];
    const pressed = [
      await control.pauseList(sendId, ASKER),
      await control.pauseList(sendId, ASKER),
      await control.resumeList(sendId, ASKER),
      await control.releaseRest(sendId, ASKER),
      await control.sendHeldNow(sendId, ASKER),
    ];
    await claim(ledger);
    const stopped = await control.stopSend(sendId, ASKER);

    expect(byStranger).toEqual(['not_found', 'not_found']);
    expect(pressed).toEqual(['changed', 'too_late', 'changed', 'too_late', 'too_late']);
    expect(stopped).toEqual({ kind: 'stopped', isNew: true, left: 0, notLeft: 299, onTheirWay: 1 });
    await expect.poll(async () => (await ledger.findSend(sendId))?.list?.counts.cancelled).toBe(299);
  });

  it('let the rest leave after the first three', async () => {
    const { control, ledger, sendList } = await openFlow();
    const sendId = await sendList(5, { trialRows: 3 });
    await endWith(ledger, 3, accepted, '');
    const fourth = await ledger.claimBatch('worker');

    const released = await control.releaseRest(sendId, ASKER);

    expect([fourth, released]).toEqual([undefined, 'changed']);
    expect(await ledger.claimBatch('worker')).toBeDefined();
  });
});
