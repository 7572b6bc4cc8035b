import { describe, expect, it } from 'vitest';
import type { PhoneNumber } from '../../../src/core/recipients/phone-number.ts';
import type { Quotas } from '../../../src/core/rules/policy/policy.ts';
import type { SendRules } from '../../../src/core/rules/send-rules.ts';
import { phone } from '../../support/sends.ts';
import { confirmationOf, planOf } from '../lists/plans.ts';
import { accepted, claim, newSend, type Opened, openNew, recipients, rejected, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';
import { ONE_APPROVAL, rulesOf } from './send-rules.ts';

const DAY = '2026-11-29';

function under(limits: Quotas, day = DAY): SendRules {
  return rulesOf({ quotas: { day, limits } });
}

function usedOf({ database }: Opened, scope: string) {
  return database
    .run(`select subject, used from quota_uses where scope = '${scope}' and used > 0 order by subject`)
    .then((rows) => rows.map(({ subject, used }) => [subject, used]));
}

export function quotaContract(create: CreateDatabase): void {
  describe('a quota', () => {
    it('is charged with the recipients of every send that is accepted under it, and refuses the one that passes it', async () => {
      const opened = await openNew(create);
      const { ledger } = opened;
      const limits = { person: 5, channel: 50, workspace: 500 };

      const results = [
        await ledger.accept(newSend('S1', { sizes: [2, 1], rules: under(limits) })),
        await ledger.accept(newSend('S2', { sizes: [3], rules: under(limits) })),
        await ledger.accept(newSend('S3', { sizes: [2], rules: under(limits) })),
        await ledger.accept(newSend('S4', { rules: under(limits), order: { actorId: 'U2' } })),
        await ledger.accept(newSend('S5', { rules: under(limits, '2026-11-30') })),
        await ledger.accept(newSend('S6')),
      ];

      expect(results.map(({ kind }) => kind)).toEqual([
        'accepted',
        'over_quota',
        'accepted',
        'accepted',
        'accepted',
        'accepted',
      ]);
      expect(results[1]).toEqual({ kind: 'over_quota', shortage: { quota: 'person', limit: 5, left: 2 } });
      expect(await ledger.findSend('S2')).toBeUndefined();
      expect(await usedOf(opened, 'channel')).toEqual([
        ['T1 C1', 6],
        ['T1 C1', 1],
      ]);
    });

    it('of a number counts what goes to it from whomever, and of several the shortest is told', async () => {
      const opened = await openNew(create);
      const limits = { number: 1, workspace: 5 };
      await opened.ledger.accept(newSend('S1', { sizes: [2], rules: under(limits) }));

      const result = await opened.ledger.accept(
        newSend('S2', { sizes: [5], rules: under(limits), order: { actorId: 'U2', channelId: 'C2' } }),
      );
      const shortage = await opened.rules.quotas.findShortage({
        teamId: 'T1',
        channelId: 'C2',
        actorId: 'U2',
        recipients: recipients(3),
        day: DAY,
        limits,
      });
      const elsewhere = await opened.rules.quotas.findShortage({
        teamId: 'T1',
        channelId: 'C2',
        actorId: 'U2',
        recipients: [phone('+919811111111')],
        day: DAY,
        limits,
      });

      expect(result).toMatchObject({ shortage: { left: 3 } });
      expect(shortage).toEqual({ quota: 'number', limit: 1, left: 1, numbers: 2 });
      expect(elsewhere).toBeUndefined();
    });

    it('is charged for a list when it is confirmed, all of its rows or none', async () => {
      const opened = await openNew(create);
      const { lists } = opened;
      const digests = [await lists.plans.save(planOf('P1', 6)), await lists.plans.save(planOf('P2', 6))];
      const confirm = (id: string, digest = '') =>
        lists.plans.confirm(confirmationOf(id, digest, { rules: under({ person: 10 }) }));

      const results = [await confirm('P1', digests[0]), await confirm('P2', digests[1])];

      expect(results.map(({ kind }) => kind)).toEqual(['accepted', 'over_quota']);
      expect(results[1]).toMatchObject({ shortage: { quota: 'person', limit: 10, left: 4 } });
      expect(await usedOf(opened, 'person')).toEqual([['T1 U1', 6]]);
      await lists.control.stop('P1', 'U1');
      expect((await confirm('P2', digests[1])).kind).toBe('accepted');
    });

    it('gets back what was stopped, declined, rejected or came back to a send that was stopped', async () => {
      const opened = await openNew(create);
      const { ledger, lists, rules } = opened;
      const limits = { person: 100 };
      await ledger.accept(newSend('S1', { sizes: [1, 2, 3, 4], rules: under(limits) }));
      const [first, second, third] = [await claim(ledger), await claim(ledger), await claim(ledger)];
      await ledger.settleBatch(first, accepted(first, 'm'), undefined);
      await ledger.settleBatch(second, rejected(second), undefined);
      const afterRejected = await usedOf(opened, 'person');
      await lists.control.stop('S1', 'U1');
      const afterStopped = await usedOf(opened, 'person');
      await ledger.requeueBatch(third, 0);
      const afterBack = await usedOf(opened, 'person');
      await ledger.accept(newSend('S2', { sizes: [7], rules: { ...under(limits), approval: ONE_APPROVAL } }));
      const whileWaiting = await usedOf(opened, 'person');
      const digest = (await rules.approvals.findRequest('S2'))?.digest ?? '';
      await rules.approvals.decline({ sendId: 'S2', personId: 'U2', digest, policyHash: 'policy-1', reason: 'no' });

      expect([afterRejected, afterStopped, afterBack, whileWaiting].map((rows) => rows[0]?.[1])).toEqual([8, 4, 1, 8]);
      expect(await usedOf(opened, 'person')).toEqual([['T1 U1', 1]]);
    });

    it('is charged again, once, for what left after all, though others have used its room meanwhile', async () => {
      const opened = await openNew(create);
      const { ledger } = opened;
      const limits = { person: 2 };
      await ledger.accept(newSend('S1', { sizes: [2], rules: under(limits) }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, rejected(batch), undefined);
      await ledger.accept(newSend('S2', { sizes: [2], rules: under(limits) }));
      const used = async () => (await usedOf(opened, 'person'))[0]?.[1];
      const before = await used();
      const [first] = batch.outgoing.recipients;
      const about = { batchToken: batch.token, recipientDigits: String(first).slice(1) };

      await ledger.saveReport(report('m:0', 'sent', about));
      const afterSent = await used();
      await ledger.saveReport(report('m:0', 'delivered', about));
      await ledger.saveReport(report('m:0', 'delivered', about));
      const next = await ledger.accept(newSend('S3', { rules: under(limits) }));

      expect(await opened.statuses('S1')).toEqual(['delivered', 'rejected']);
      expect([before, afterSent, await used()]).toEqual([2, 3, 3]);
      expect(next).toEqual({ kind: 'over_quota', shortage: { quota: 'person', limit: 2, left: 0 } });
      expect(await usedOf(opened, 'workspace')).toEqual([['T1', 3]]);
    });

    it('of a large list gets back piece by piece what is cancelled', async () => {
      const opened = await openNew(create);
      const digest = await opened.lists.plans.save(planOf('P1', 600));
      await opened.lists.plans.confirm(confirmationOf('P1', digest, { rules: under({ person: 1_000 }) }));

      await opened.lists.control.stop('P1', 'U1');
      const first = await usedOf(opened, 'person');
      await opened.lists.timed.clearRows();

      expect([first, await usedOf(opened, 'person')]).toEqual([[['T1 U1', 350]], []]);
      expect(await usedOf(opened, 'number')).toEqual([]);
    });

    it('is never passed by two processes that accept at the same time', { timeout: 60_000 }, async () => {
      const opened = await openNew(create);
      const other = await opened.openAgain();
      for (let round = 0; round < 10; round += 1) {
        const rules = under({ person: 10, workspace: 10, number: 1 }, `2026-12-${10 + round}`);
        const mine = (index: number): PhoneNumber[] => recipients(6 * (index + 1)).slice(6 * index) as PhoneNumber[];
        const sends = [0, 1, 2, 3].map((index) =>
          newSend(`S${round}-${index}`, {
            rules,
            order: { recipients: mine(index) },
            batches: [{ token: `t${round}-${index}`, recipients: mine(index) }],
          }),
        );

        const results = await Promise.all(
          sends.map((send, index) => (index % 2 === 0 ? opened : other).ledger.accept(send)),
        );

        expect(results.map(({ kind }) => kind).sort()).toEqual(['accepted', 'over_quota', 'over_quota', 'over_quota']);
      }
    });
  });
}
