import { describe, expect, it } from 'vitest';
import { createControlSend } from '../../../src/flow/list/control-send.ts';
import type { TimedLists } from '../../../src/flow/ports/store/lists/timed-lists.ts';
import type { AskRules, RulesAnswer, RulesQuestion } from '../../../src/flow/rules/ask-rules.ts';
import { confirmed, planOf } from '../../store/lists/plans.ts';
import { openNew } from '../../store/opened-ledger.ts';
import { ONE_APPROVAL, rulesOf } from '../../store/rules/send-rules.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { NO_POLICY } from '../../support/rules.ts';
import { memoryLog } from '../../support/slack.ts';

const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
const STRANGER = { teamId: 'T1', channelId: 'C9', actorId: 'U9' };
const LATER = new Date(Date.now() + 3_600_000);

/** A list of three rows, and what a colleague presses on its card. */
async function openList(askRules: AskRules = NO_POLICY, clearRows?: TimedLists['clearRows']) {
  const opened = await openNew(createSqliteDatabase);
  const { lists, lookup } = opened;
  const wakes: string[] = [];
  const log = memoryLog();
  const control = createControlSend({
    control: lists.control,
    lookup,
    timed: clearRows === undefined ? lists.timed : { clearRows },
    askRules,
    wakeAll: () => void wakes.push('all'),
    log,
  });
  return { ...opened, control, log, wakes };
}

/** Something changed before its time came, so a person is asked. */
async function openHeld(askRules?: AskRules, isApproved = false) {
  const opened = await openList(askRules);
  const rules = rulesOf(isApproved ? { approval: ONE_APPROVAL } : {});
  await confirmed(opened, planOf('L1', 3), { dueAt: LATER, rules });
  if (isApproved) {
    const { approvals } = opened.rules;
    const digest = (await approvals.digestOf('L1')) ?? '';
    await approvals.approve({ sendId: 'L1', personId: 'U2', digest, policyHash: 'policy-1', meets: [0] });
  }
  if (!(await opened.lists.timed.hold('L1', 'template_changed'))) throw new Error('not held');
  return opened;
}

describe('what a person presses on the card of a list', () => {
  it('wakes the workers when it changes something, and not when it comes too late or from a stranger', async () => {
    const opened = await openList();
    await confirmed(opened, planOf('L1', 3));
    const { control, wakes } = opened;

    const woken: (readonly [string, number])[] = [];
    for (const press of [
      () => control.pauseList('L1', STRANGER),
      () => control.pauseList('L1', ASKER),
      () => control.pauseList('L1', ASKER),
      () => control.resumeList('L1', ASKER),
      () => control.sendHeldNow('L1', STRANGER),
      () => control.sendHeldNow('L1', ASKER),
    ])
      woken.push([String(await press()), wakes.splice(0).length]);

    expect(woken).toEqual([
      ['not_found', 0],
      ['changed', 1],
      ['too_late', 0],
      ['changed', 1],
      ['not_found', 0],
      ['too_late', 0],
    ]);
  });

  it('stops it, wakes the workers at once, and wakes them again when its rows are marked', async () => {
    const opened = await openList();
    await confirmed(opened, planOf('L1', 3));

    const pressed = [await opened.control.stopSend('L1', STRANGER), await opened.control.stopSend('L1', ASKER)];

    expect(pressed).toMatchObject(['not_found', { kind: 'stopped', isNew: true, notLeft: 3 }]);
    expect(opened.wakes.length).toBeGreaterThanOrEqual(1);
    await expect.poll(() => opened.wakes).toEqual(['all', 'all']);
    expect(await opened.statuses('L1')).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('stops it although its rows cannot be marked yet, and the log says so', async () => {
    const opened = await openList(NO_POLICY, () => Promise.reject(new Error('away')));
    await confirmed(opened, planOf('L1', 3));

    expect(await opened.control.stopSend('L1', ASKER)).toMatchObject({ kind: 'stopped' });

    const warnings = () => opened.log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
    await expect.poll(warnings).toEqual(['stopped rows not marked yet']);
    expect(opened.wakes).toEqual(['all']);
  });
});

describe('a held list that a person lets leave', () => {
  it('leaves, and the rules are asked for that person and for all of its rows', async () => {
    const asked: RulesQuestion[] = [];
    const { control, ledger, wakes } = await openHeld((question) => {
      asked.push(question);
      return NO_POLICY(question);
    });

    expect(await control.sendHeldNow('L1', { ...ASKER, actorId: 'U2' })).toBe('changed');
    expect(wakes).toEqual(['all']);
    expect(asked).toEqual([
      { actorId: 'U2', channelId: 'C1', template: { name: 'booking_confirm', category: 'UTILITY' }, recipients: 3 },
    ]);
    expect((await ledger.claimBatch('worker'))?.sendId).toBe('L1');
  });

  it.each<[string, Extract<RulesAnswer, { kind: 'refused' }>['why'], boolean, boolean]>([
    ['a rule says no', 'rule', false, false],
    ['a rule says no to one that was approved', 'rule', true, false],
    ['nobody could approve it', 'no_approvers', false, false],
    ['nobody could approve it any more, but others are asked already', 'no_approvers', true, true],
  ])('stays where it is, with the reason, unless its approval decides: %s', async (_, why, isApproved, leaves) => {
    const answer = { kind: 'refused', why, sentence: 'Rule 2 says no.' } as const;
    const { control, ledger } = await openHeld(async () => answer, isApproved);

    const pressed = await control.sendHeldNow('L1', ASKER);

    expect(pressed).toEqual(leaves ? 'changed' : { refused: 'Nothing was sent. Rule 2 says no.' });
    expect((await ledger.claimBatch('worker')) !== undefined).toBe(leaves);
  });
});
