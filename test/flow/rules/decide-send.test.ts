import { describe, expect, it } from 'vitest';
import { createDecideSend } from '../../../src/flow/rules/decide-send.ts';
import { newSend, type Opened, openNew, SILENT } from '../../store/opened-ledger.ts';
import { ONE_APPROVAL, rulesOf } from '../../store/rules/send-rules.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';

/** A send by U1 that waits for a lead, with people who have the roles that a test says. */
async function openAsked(
  roles: Readonly<Record<string, readonly string[] | undefined>>,
  { meanwhile = async () => undefined }: { readonly meanwhile?: (opened: Opened) => Promise<unknown> } = {},
) {
  const opened = await openNew(createSqliteDatabase);
  const send = newSend('S1');
  await opened.ledger.accept({ ...send, rules: rulesOf({ approval: ONE_APPROVAL }) });
  const { approvals } = opened.rules;
  const digest = (await approvals.digestOf(send.id)) ?? '';
  const woken: string[] = [];
  const decide = createDecideSend({
    approvals,
    roles: {
      rolesOf: async (person) => {
        await meanwhile(opened);
        const own = roles[person];
        return own && new Set(own);
      },
      membersOf: async () => [],
    },
    ruleBook: { current: () => undefined },
    wakeAll: () => void woken.push('all'),
    log: SILENT,
  });
  const state = async () => (await approvals.findRequest(send.id))?.state;
  return { ...opened, decide, digest, sendId: send.id, actorId: send.order.actorId, state, woken };
}

describe('a press on Approve', () => {
  it('lets the send leave, and wakes who sends it', async () => {
    const { decide, digest, ledger, sendId, state, woken } = await openAsked({ U2: ['lead'] });
    expect(await ledger.claimBatch('w')).toBeUndefined();

    expect(await decide.approve({ sendId, personId: 'U2', digest })).toEqual({ kind: 'approved' });

    expect(await state()).toBe('approved');
    expect(woken).toEqual(['all']);
    expect(await ledger.claimBatch('w')).toBeDefined();
  });

  it('counts for nothing from the person who asks, though they have the role', async () => {
    const { actorId, decide, digest, sendId, state } = await openAsked({ U1: ['lead'], U2: ['lead'] });

    expect(await decide.approve({ sendId, personId: actorId, digest })).toEqual({ kind: 'own_send' });
    expect(await state()).toBe('waiting');
  });

  it('counts for nothing once the role is gone, or while Slack does not say who has it', async () => {
    const { decide, digest, sendId, state } = await openAsked({ U2: ['agent'], U3: undefined });

    expect(await decide.approve({ sendId, personId: 'U2', digest })).toEqual({ kind: 'not_an_approver' });
    expect(await decide.approve({ sendId, personId: 'U3', digest })).toEqual({ kind: 'roles_unknown' });
    expect(await state()).toBe('waiting');
  });

  it('counts for nothing when others are asked while Slack says which roles the person has', async () => {
    const needs = [{ by: ['director'], count: 1, rule: 2, because: 'the policy changed' }];
    const { decide, digest, sendId, state } = await openAsked(
      { U2: ['lead'] },
      {
        async meanwhile({ database, rules }) {
          await database.run(`update approval_requests set asked_at = 1`);
          await database.run(`update sends set state = 'held', state_reason = 'approval_missing'`);
          const terms = { needs, approvers: ['U9'] };
          await rules.outdated.askAgain({ sendId: 'S1', policyHash: 'policy-2', terms, given: [] });
        },
      },
    );

    expect(await decide.approve({ sendId, personId: 'U2', digest })).toEqual({ kind: 'changed' });
    expect(await state()).toBe('waiting');
  });

  it('counts for nothing when what was shown is not what would leave', async () => {
    const { decide, sendId, state } = await openAsked({ U2: ['lead'] });

    expect(await decide.approve({ sendId, personId: 'U2', digest: 'another' })).toEqual({ kind: 'changed' });
    expect(await state()).toBe('waiting');
  });

  it('comes too late after a colleague has declined', async () => {
    const { decide, digest, sendId } = await openAsked({ U2: ['lead'], U3: ['lead'] });
    await decide.decline({ sendId, personId: 'U3', digest, reason: 'wrong price' });

    expect(await decide.approve({ sendId, personId: 'U2', digest })).toEqual({ kind: 'too_late', state: 'declined' });
  });

  it('is told when there is no such send', async () => {
    const { decide, digest } = await openAsked({ U2: ['lead'] });

    expect(await decide.approve({ sendId: 'S404', personId: 'U2', digest })).toEqual({ kind: 'not_found' });
  });
});
