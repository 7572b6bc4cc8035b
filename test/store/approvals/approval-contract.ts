import { describe, expect, it } from 'vitest';
import { sendAll } from '../lists/plan-contract.ts';
import { confirmed, planOf } from '../lists/plans.ts';
import { claim, newSend, type Opened, openNew, recipients } from '../opened-ledger.ts';
import { APPROVAL, ONE_APPROVAL, rulesOf } from '../rules/send-rules.ts';
import type { CreateDatabase } from '../test-database.ts';
import { approve, asked, digestOf } from './asked.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Moves the times of a request back, as if it had been asked so long ago. */
async function later({ database }: Opened, ms: number): Promise<void> {
  await database.run(`update approval_requests set asked_at = asked_at - ${ms}, expires_at = expires_at - ${ms},
    remind_at = remind_at - ${ms}`);
}

export function approvalContract(create: CreateDatabase): void {
  describe('a send that needs approval', () => {
    it('is in the ledger, and nothing of it leaves before it is approved, whatever else is pressed', async () => {
      const opened = await openNew(create);
      const { ledger, lists, rules } = opened;
      const digest = await asked(opened);
      const request = await rules.approvals.findRequest('S1');
      const tried = [
        await ledger.claimBatch('worker'),
        await ledger.untilNextBatch(),
        await lists.control.sendHeldNow('S1', 'U1'),
        await lists.control.resume('S1', 'U1'),
        await lists.control.releaseRest('S1', 'U1'),
        await lists.timed.startDue('S1'),
        await lists.control.pause('S1', 'U1'),
      ];
      await lists.timed.clearRows();
      const stillNone = await ledger.claimBatch('worker');

      const approved = await approve(opened, { digest });

      expect(request).toMatchObject({ sendId: 'S1', actorId: 'U1', state: 'waiting', approvals: [] });
      expect(Number(request?.expiresAt) - Number(request?.askedAt)).toBe(8 * HOUR_MS);
      expect(tried).toEqual([undefined, undefined, false, false, false, false, false]);
      expect(stillNone).toBeUndefined();
      expect(approved).toEqual({ kind: 'approved' });
      expect((await claim(ledger)).sendId).toBe('S1');
      expect((await ledger.findSend('S1'))?.approval).toMatchObject({
        state: 'approved',
        approvals: [{ personId: 'U2', decision: 'approved', meets: [0] }],
      });
    });

    it('has a card with each approver, which shows every change', async () => {
      const opened = await openNew(create);
      const digest = await asked(opened);
      const shown = async () => {
        const cards: string[] = [];
        for (
          let card = await opened.ledger.claimCard('w');
          card !== undefined;
          card = await opened.ledger.claimCard('w')
        ) {
          cards.push(`${card.card.role} ${card.card.destination} ${card.send.approval?.state}`);
          await opened.ledger.saveCard(card, {
            kind: 'shown',
            version: card.send.version,
            message: { channelId: card.card.destination, ts: `${card.card.role} ${card.card.slot}` },
          });
        }
        return cards.sort();
      };

      const first = await shown();
      await approve(opened, { digest, personId: 'U3' });
      const [waiting] = await opened.database.run(
        `select cast(count(*) as integer) as n from cards where shown_version < wanted_version`,
      );

      expect(first).toEqual(['approver U2 waiting', 'approver U3 waiting', 'channel C1 waiting']);
      expect(waiting).toEqual({ n: 3 });
    });

    it('leaves when every need is met, each by as many people as it asks for', async () => {
      const opened = await openNew(create);
      const digest = await asked(opened, 'S1', APPROVAL);

      const results = [
        await approve(opened, { digest, personId: 'U4', meets: [1] }),
        await approve(opened, { digest, personId: 'U3', meets: [1] }),
        await approve(opened, { digest, personId: 'U5', meets: [1] }),
        await approve(opened, { digest, personId: 'U2', meets: [0, 1] }),
      ];

      expect(results.map(({ kind }) => kind)).toEqual(['counted', 'counted', 'counted', 'approved']);
    });

    it('counts no word of the requester, none said twice, and none of who has no role for it', async () => {
      const opened = await openNew(create);
      const { approvals } = opened.rules;
      const digest = await asked(opened, 'S1', APPROVAL);

      const results = [
        await approve(opened, { digest, personId: 'U1', meets: [0, 1] }),
        await approve(opened, { digest, personId: 'U2', meets: [0, 1] }),
        await approve(opened, { digest, personId: 'U2', meets: [0, 1] }),
        await approve(opened, { digest, personId: 'U3', meets: [] }),
        await approve(opened, { digest, personId: 'U3', meets: [7] }),
        await approvals.decline({ sendId: 'S1', personId: 'U1', digest, policyHash: 'policy-1', reason: 'mine' }),
        await approvals.decline({
          sendId: 'S1',
          personId: 'U2',
          digest,
          policyHash: 'policy-1',
          reason: 'changed my mind',
        }),
        await approve(opened, { digest, sendId: 'S9' }),
      ];

      expect(results.map(({ kind }) => kind)).toEqual([
        'own_send',
        'counted',
        'said_before',
        'not_an_approver',
        'not_an_approver',
        'own_send',
        'said_before',
        'not_found',
      ]);
      expect(await opened.ledger.claimBatch('worker')).toBeUndefined();
    });

    it('is approved for the very words and people that were shown', async () => {
      const opened = await openNew(create);
      const { approvals } = opened.rules;
      const digest = await asked(opened);

      const other = await approve(opened, { digest: 'another digest' });
      const changes = [
        `update sends set message = replace(message, 'Asha', 'Ben') where id = 'S1'`,
        `update sends set sender = '+919800000001' where id = 'S1'`,
        `update deliveries set recipient = '+919800000002' where id = 'S1.1'`,
      ];
      const changed: string[] = [];
      for (const change of changes) {
        const before = await opened.database.run(`select message, sender from sends where id = 'S1'`);
        await opened.database.run(change);
        changed.push((await approve(opened, { digest })).kind, String((await approvals.digestOf('S1')) === digest));
        await opened.database.run(
          `update sends set message = '${String(before[0]?.['message']).replaceAll("'", "''")}',
            sender = '${before[0]?.['sender']}' where id = 'S1'`,
        );
        await opened.database.run(`update deliveries set recipient = '${recipients(2)[1]}' where id = 'S1.1'`);
      }

      expect(other).toEqual({ kind: 'changed' });
      expect(changed).toEqual(changes.flatMap(() => ['changed', 'false']));
      expect(await approvals.digestOf('S1')).toBe(digest);
      expect(await approve(opened, { digest })).toEqual({ kind: 'approved' });
      expect(await approve(opened, { digest })).toEqual({ kind: 'said_before' });
    });

    it('never leaves once it is declined, with the reason', async () => {
      const opened = await openNew(create);
      const { approvals } = opened.rules;
      const digest = await asked(opened);

      const declined = await approvals.decline({
        sendId: 'S1',
        personId: 'U2',
        digest,
        policyHash: 'policy-1',
        reason: 'the wrong price',
      });
      const late = await approve(opened, { digest, personId: 'U3' });

      expect([declined.kind, late]).toEqual(['approved', { kind: 'too_late', state: 'declined' }]);
      expect(await opened.statuses('S1')).toEqual(['cancelled', 'cancelled']);
      expect(await opened.database.run(`select distinct cancel_reason from deliveries`)).toEqual([
        { cancel_reason: 'declined' },
      ]);
      const send = await opened.ledger.findSend('S1');
      expect(send?.change).toMatchObject({ state: 'stopped', by: 'U2' });
      expect(send?.approval).toMatchObject({ state: 'declined', approvals: [{ reason: 'the wrong price' }] });
    });

    it('is withdrawn by stopping it, and no one approves it any more', async () => {
      const opened = await openNew(create);
      const digest = await asked(opened);

      await opened.lists.control.stop('S1', 'U1');
      const late = await approve(opened, { digest });

      expect(late).toEqual({ kind: 'too_late', state: 'withdrawn' });
      expect(await opened.database.run(`select distinct cancel_reason from deliveries`)).toEqual([
        { cancel_reason: 'stopped' },
      ]);
    });

    it('expires after eight hours by the clock of the database, also before anything has noticed it', async () => {
      const opened = await openNew(create);
      const { approvals } = opened.rules;
      const digest = await asked(opened);
      await later(opened, 8 * HOUR_MS - MINUTE_MS);
      const early = await approvals.expireRequests();
      await later(opened, MINUTE_MS);

      const late = await approve(opened, { digest });
      const expired = [await approvals.expireRequests(), await approvals.expireRequests()];

      expect([early, late, ...expired]).toEqual([0, { kind: 'too_late', state: 'expired' }, 1, 0]);
      expect(await opened.database.run(`select distinct status, cancel_reason from deliveries`)).toEqual([
        { status: 'cancelled', cancel_reason: 'expired' },
      ]);
      expect((await opened.ledger.findSend('S1'))?.approval?.state).toBe('expired');
    });

    it('reminds after a quarter of an hour and then after twice the wait, each time once', async () => {
      const opened = await openNew(create);
      const other = await opened.openAgain();
      await asked(opened);
      const counts: number[] = [];
      for (const minutes of [14, 1, 29, 1, 59, 1, 119, 1, 239, 1, 60]) {
        await later(opened, minutes * MINUTE_MS);
        const taken = await Promise.all([
          opened.rules.approvals.takeReminders(),
          other.rules.approvals.takeReminders(),
        ]);
        counts.push(taken.flat().length);
        // The next one is counted from when this one was taken.
        await opened.database.run(`update approval_requests set remind_at = asked_at
          + ${15 * MINUTE_MS} * ((1 << (reminders + 1)) - 1) where remind_at is not null`);
      }

      expect(counts).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
    });

    it('that leaves at once for an incident waits for nothing but its review', async () => {
      const opened = await openNew(create);
      const { approvals } = opened.rules;
      const rules = rulesOf({ approval: ONE_APPROVAL, breakGlass: { reason: 'the payments are down' } });
      await opened.ledger.accept(newSend('S1', { rules }));
      await claim(opened.ledger);
      const review = (personId: string) => approvals.review({ sendId: 'S1', personId, policyHash: 'policy-1' });
      await later(opened, 9 * HOUR_MS);

      const before = await approvals.findRequest('S1');
      const timed = [await approvals.expireRequests(), await approvals.takeReminders()];
      const results = [await review('U1'), await review('U2'), await review('U3')];

      expect(before?.state).toBe('to_review');
      expect(timed).toEqual([0, []]);
      expect(results.map(({ kind }) => kind)).toEqual(['own_send', 'approved', 'too_late']);
      expect((await approvals.findRequest('S1'))?.state).toBe('reviewed');
    });
  });

  describe('a list that needs approval', () => {
    it('waits for its time when it is approved before that, keeps its first rows, and is cancelled in pieces', async () => {
      const opened = await openNew(create);
      const { approvals } = opened.rules;
      const rules = rulesOf({ approval: ONE_APPROVAL });
      await confirmed(opened, planOf('P1', 4), { rules, dueAt: new Date(Date.now() + HOUR_MS) });
      await confirmed(opened, planOf('P2', 5, { trialRows: 2 }), { rules, trial: true });
      await confirmed(opened, planOf('P3', 600), { rules });

      const none = await opened.ledger.claimBatch('worker');
      const approved = [
        await approve(opened, { sendId: 'P1', digest: await digestOf(opened, 'P1') }),
        await approve(opened, { sendId: 'P2', digest: await digestOf(opened, 'P2') }),
      ];
      const left = await sendAll(opened.ledger);
      const digest = await digestOf(opened, 'P3');
      await approvals.decline({ sendId: 'P3', personId: 'U2', digest, policyHash: 'policy-1', reason: 'too many' });
      await opened.lists.timed.clearRows();

      expect(none).toBeUndefined();
      expect(approved).toEqual([{ kind: 'approved' }, { kind: 'approved' }]);
      expect(left).toHaveLength(2);
      expect((await opened.ledger.findSend('P1'))?.change?.state).toBe('scheduled');
      expect((await opened.ledger.findSend('P2'))?.change?.state).toBe('trial');
      expect(
        await opened.database.run(
          `select cast(count(*) as integer) as n from deliveries where send_id = 'P3' and cancel_reason = 'declined'`,
        ),
      ).toEqual([{ n: 600 }]);
    });
  });
}
