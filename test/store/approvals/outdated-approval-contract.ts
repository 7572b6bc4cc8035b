import { describe, expect, it } from 'vitest';
import type { ClaimedCard } from '../../../src/flow/ports/store/show-cards.ts';
import { claim, claimCard, newSend, type Opened, openNew } from '../opened-ledger.ts';
import { claimRulesOf } from '../rules/claim-rules.ts';
import { ONE_APPROVAL, rulesOf } from '../rules/send-rules.ts';
import type { CreateDatabase } from '../test-database.ts';
import { asked, digestOf } from './asked.ts';

const TWO_LEADS = {
  needs: [{ by: ['lead'], count: 2, rule: 1, because: 'it is large' }],
  approvers: ['U2', 'U3', 'U4'],
} as const;

/** A send of two requests that U2 approved under `policy-1`, held under `policy-2`, which asks for more. */
async function held(create: CreateDatabase, leftBefore = false) {
  let policy = 'policy-1';
  const claimRules = claimRulesOf({
    policyHash: () => policy,
    judge: ({ policyHash }) => (policyHash === policy ? undefined : 'approval_missing'),
  });
  const opened = await openNew(create, { claimRules });
  const digest = await asked(opened);
  await approve(opened, 'U2', digest);
  if (leftBefore) await claim(opened.ledger);
  policy = 'policy-2';
  expect(await opened.ledger.claimBatch('worker')).toBeUndefined();
  return { ...opened, digest };
}

function approve({ rules }: Pick<Opened, 'rules'>, personId: string, digest: string) {
  return rules.approvals.approve({ sendId: 'S1', personId, digest, policyHash: 'policy-2', meets: [0] });
}

const askedAgain = (given: readonly { readonly personId: string; readonly meets: readonly number[] }[]) => ({
  sendId: 'S1',
  policyHash: 'policy-2',
  terms: TWO_LEADS,
  given,
});

async function approverCards({ database }: Opened): Promise<readonly string[]> {
  const rows = await database.run(`select destination, slot from cards where role = 'approver' order by slot`);
  return rows.map(({ destination, slot }) => `${slot} ${destination}`);
}

async function claimApprover({ ledger }: Opened, personId: string): Promise<ClaimedCard> {
  for (;;) {
    const claimed = await claimCard(ledger);
    if (claimed.card.role === 'approver' && claimed.card.destination === personId) return claimed;
  }
}

export function outdatedApprovalContract(create: CreateDatabase): void {
  describe('a send whose approvals do not suffice under the policy of now', () => {
    it('is held, and leaves once the others have agreed too', async () => {
      const opened = await held(create);
      const { ledger, rules, lists, digest } = opened;
      expect((await ledger.findSend('S1'))?.change).toMatchObject({ state: 'held', reason: 'approval_missing' });
      expect(await rules.outdated.findOutdated()).toMatchObject([
        { sendId: 'S1', actorId: 'U1', recipients: 2, policyHash: 'policy-1', approvedBy: ['U2'], isBreakGlass: false },
      ]);
      expect(await approverCards(opened)).toEqual(['1 U2', '2 U3']);

      expect(await rules.outdated.askAgain(askedAgain([{ personId: 'U2', meets: [0] }]))).toBe(true);
      const pressed = await lists.control.sendHeldNow('S1', 'U1');
      const early = await ledger.claimBatch('worker');

      expect([pressed, early]).toEqual([false, undefined]);
      expect(await approverCards(opened)).toEqual(['1 U2', '3 U3', '4 U4']);
      expect((await ledger.findSend('S1'))?.approval).toMatchObject({
        state: 'waiting',
        approvers: ['U2', 'U3', 'U4'],
      });
      expect((await ledger.findSend('S1'))?.approval?.hasLeft).toBeUndefined();
      expect((await ledger.findSend('S1'))?.change).toMatchObject({ state: 'held', reason: 'asked_again' });
      expect(await approve(opened, 'U2', digest)).toEqual({ kind: 'said_before' });
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await approve(opened, 'U3', digest)).toEqual({ kind: 'approved' });
      expect((await claim(ledger)).sendId).toBe('S1');
    });

    it('shows nothing in the new message of a person whose earlier one is being edited', async () => {
      const opened = await held(create);
      const { ledger, rules } = opened;
      const earlier = await claimApprover(opened, 'U3');
      await rules.outdated.askAgain(askedAgain([{ personId: 'U2', meets: [0] }]));
      const later = await claimApprover(opened, 'U3');

      const show = (claimed: ClaimedCard, ts: string) =>
        ledger.saveCard(claimed, { kind: 'shown', version: claimed.send.version, message: { channelId: 'D3', ts } });

      expect([await show(earlier, 'earlier'), await show(later, 'later')]).toEqual([false, true]);
    });

    it('asks a person anew whose approval counts for nothing under it, by a new message', async () => {
      const opened = await held(create);
      const { database, rules, digest } = opened;
      await database.run(`update cards set message_ts = '1', message_channel_id = 'D' || slot where role = 'approver'`);

      await rules.outdated.askAgain(askedAgain([]));

      const rows = await database.run(
        `select destination, message_ts from cards where role = 'approver' order by slot`,
      );
      expect(rows).toEqual(['U2', 'U3', 'U4'].map((destination) => ({ destination, message_ts: null })));
      expect(await approve(opened, 'U2', digest)).toEqual({ kind: 'counted' });
      expect(await approve(opened, 'U2', digest)).toEqual({ kind: 'said_before' });
      expect(await approve(opened, 'U4', digest)).toEqual({ kind: 'approved' });
    });

    it('counts an approval only for the bytes that leave', async () => {
      const { database, rules } = await held(create);
      await database.run(`update approvals set digest = 'other'`);

      expect(await rules.outdated.findOutdated()).toMatchObject([{ approvedBy: [] }]);
    });

    it('leaves when the policy lets it after all, and is held for a person when it does not', async () => {
      const opened = await held(create);
      expect(await opened.rules.outdated.refuse('S1')).toBe(true);
      expect(await opened.rules.outdated.findOutdated()).toEqual([]);
      expect((await opened.ledger.findSend('S1'))?.change).toMatchObject({ state: 'held', reason: 'not_allowed' });
      expect(await opened.database.run(`select destination from cards where role = 'dm'`)).toEqual([
        { destination: 'U1' },
      ]);
      expect(await opened.rules.outdated.letLeave('S1')).toBe(false);

      const other = await held(create);
      expect(await other.rules.outdated.letLeave('S1')).toBe(true);
      expect((await other.ledger.findSend('S1'))?.change?.state ?? 'sending').toBe('sending');
    });

    it('keeps what has left, and never sends the rest when that is declined', async () => {
      const opened = await held(create, true);
      const { ledger, rules, digest } = opened;
      await rules.outdated.askAgain(askedAgain([{ personId: 'U2', meets: [0] }]));
      expect((await ledger.findSend('S1'))?.approval).toMatchObject({ state: 'waiting', hasLeft: true });

      await rules.approvals.decline({ sendId: 'S1', personId: 'U3', digest, policyHash: 'policy-2', reason: 'no' });

      expect(await opened.statuses('S1')).toEqual(['sending', 'cancelled']);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
    });

    it('is settled once, by whichever process is first', { timeout: 60_000 }, async () => {
      const opened = await held(create);
      const other = await opened.openAgain();
      const again = askedAgain([{ personId: 'U2', meets: [0] }]);

      const settled = await Promise.all([
        opened.rules.outdated.askAgain(again),
        other.rules.outdated.askAgain(again),
        other.rules.outdated.letLeave('S1'),
        opened.rules.outdated.refuse('S1'),
      ]);

      expect(settled.filter(Boolean)).toHaveLength(1);
    });

    it('needs no earlier approval to be asked about', async () => {
      const claimRules = claimRulesOf({
        policyHash: () => 'policy-2',
        judge: ({ policyHash }) => (policyHash === 'policy-2' ? undefined : 'approval_missing'),
      });
      const opened = await openNew(create, { claimRules });
      await opened.ledger.accept(newSend('S1', { rules: rulesOf({ policyHash: undefined }) }));
      expect(await opened.ledger.claimBatch('worker')).toBeUndefined();

      await opened.rules.outdated.askAgain({ ...askedAgain([]), terms: ONE_APPROVAL });

      expect(await approve(opened, 'U2', await digestOf(opened, 'S1'))).toEqual({ kind: 'approved' });
      expect((await claim(opened.ledger)).sendId).toBe('S1');
    });
  });
}
