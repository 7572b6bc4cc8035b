import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatusUpdate } from '../../../src/core/send/delivery/status-update.ts';
import { accepted, claim, newSend, openNew, rejected, report, type TestLedger, unanswered } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const RANK = { accepted: 0, sent: 1, failed: 2, delivered: 3, read: 4 } as const;

export function reportContract(create: CreateDatabase): void {
  describe('a delivery report', () => {
    it('raises the status, and the card is asked to show it', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      const outcomes = [
        await ledger.saveReport(report('m:0', 'sent')),
        await ledger.saveReport(report('m:0', 'delivered')),
        await ledger.saveReport(report('m:0', 'read')),
      ];

      expect(outcomes).toEqual(['advanced', 'advanced', 'advanced']);
      expect(await statuses('S1')).toEqual(['read']);
      expect((await ledger.findSend('S1'))?.version).toBe(6);
    });

    it('that says nothing new changes nothing, not even the version', async () => {
      const { ledger, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await ledger.saveReport(report('m:0', 'delivered'));

      const outcomes = [
        await ledger.saveReport(report('m:0', 'delivered')),
        await ledger.saveReport(report('m:0', 'sent')),
      ];

      expect(outcomes).toEqual(['stale', 'stale']);
      expect((await ledger.findSend('S1'))?.version).toBe(4);
      expect(await database.run('select status from status_events order by status')).toEqual([
        { status: 'delivered' },
        { status: 'sent' },
      ]);
    });

    it('is kept some tens of times, however often it comes with another time', async () => {
      const { ledger, database, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      const flood = (status: StatusUpdate['status']) =>
        Array.from({ length: 200 }, (_, index) => report('m:0', status, { reportedAt: new Date(index) }));
      await ledger.saveReports(flood('sent'));
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      await ledger.saveReports(flood('delivered'));
      for (const one of flood('read').slice(0, 100)) await ledger.saveReport(one);
      await ledger.saveReport(report('m:0', 'failed'));

      const kept = await database.run(
        `select status, count(*) as n from status_events where delivery_id is not null group by status order by status`,
      );
      expect(kept.map(({ status, n }) => [status, Number(n)])).toEqual([
        ['delivered', 30],
        ['failed', 1],
        ['read', 30],
        ['sent', 30],
      ]);
      expect(await statuses('S1')).toEqual(['read']);
    });

    it('of a failure says why, until the message arrives after all', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      await ledger.saveReport(report('m:0', 'failed', { text: 'Undeliverable' }));
      const failed = (await ledger.findSend('S1'))?.deliveries[0];
      await ledger.saveReport(report('m:0', 'delivered'));
      const arrived = (await ledger.findSend('S1'))?.deliveries[0];

      expect(failed).toMatchObject({
        status: 'failed',
        failure: { reason: 'reported', code: '131026', text: 'Undeliverable' },
      });
      expect(arrived).toMatchObject({ status: 'delivered', failure: undefined });
    });

    it('finds its message by the ID without its number, when only one can be meant', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 2] }));
      for (const base of ['one', 'two']) {
        const batch = await claim(ledger);
        await ledger.settleBatch(batch, accepted(batch, base), undefined);
      }

      const outcomes = [
        await ledger.saveReport(report('one', 'read')),
        await ledger.saveReport(report('two', 'delivered')),
        await ledger.saveReport(report('two', 'read', { recipientDigits: '919870000002' })),
      ];

      expect(outcomes).toEqual(['advanced', 'parked', 'advanced']);
      expect(await statuses('S1')).toEqual(['read', 'accepted', 'read']);
    });

    it('is not believed when its message is known and its token is another batch’s', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('A'));
      await ledger.accept(newSend('B'));
      const batches = [await claim(ledger), await claim(ledger)];
      for (const batch of batches) await ledger.settleBatch(batch, accepted(batch, batch.sendId), undefined);
      const [a, b] = batches.map((batch) => batch.token);

      await ledger.saveReport(report('B:0', 'read', { batchToken: a ?? '', recipientDigits: '919870000000' }));
      expect([await statuses('A'), await statuses('B')]).toEqual([['accepted'], ['accepted']]);

      await ledger.saveReport(report('B:0', 'read', { batchToken: b ?? '' }));
      expect(await statuses('B')).toEqual(['read']);
    });

    it('may come before the answer: the token and the number say whose it is', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);

      const outcome = await ledger.saveReport(
        report('m:1', 'delivered', { batchToken: batch.token, recipientDigits: '919870000001' }),
      );
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(outcome).toBe('advanced');
      expect((await ledger.findSend('S1'))?.deliveries).toMatchObject([
        { status: 'accepted', messageId: 'm:0' },
        { status: 'delivered', messageId: 'm:1' },
      ]);
    });

    it('outweighs an answer that says it was refused', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);

      await ledger.saveReport(report('m:0', 'sent', { batchToken: batch.token }));
      await ledger.settleBatch(batch, rejected(batch), undefined);

      expect(await statuses('S1')).toEqual(['sent']);
    });

    it('resolves an unknown delivery', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);

      const outcome = await ledger.saveReport(report('m:0', 'delivered', { batchToken: batch.token }));

      expect(outcome).toBe('advanced');
      expect((await ledger.findSend('S1'))?.deliveries[0]).toMatchObject({
        status: 'delivered',
        messageId: 'm:0',
        failure: undefined,
      });
    });

    it('for a message that is not known is parked until the answer names it', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);

      const parked = [
        await ledger.saveReport(report('m:1', 'read')),
        await ledger.saveReport(report('m:1', 'sent')),
        await ledger.saveReport(report('stranger:0', 'read')),
      ];
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(parked).toEqual(['parked', 'parked', 'parked']);
      expect(await statuses('S1')).toEqual(['accepted', 'read']);
      expect(await ledger.saveReport(report('m:1', 'read'))).toBe('stale');
    });

    it('that was parked for more than three days is not matched', async () => {
      const { ledger, statuses, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.saveReport(report('m:0', 'read'));
      await database.run(`update status_events set received_at = received_at - ${73 * 3_600_000} returning id`);

      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(await statuses('S1')).toEqual(['accepted']);
    });

    it('and the answer never pass each other unseen', async () => {
      const first = await openNew(create);
      const second = await first.openAgain();
      await first.ledger.accept(newSend('S1', { sizes: Array.from({ length: 40 }, () => 1) }));

      for (let index = 0; index < 40; index += 1) {
        const batch = await claim(first.ledger);
        await Promise.all([
          first.ledger.settleBatch(batch, accepted(batch, `m${index}`), undefined),
          second.ledger.saveReport(report(`m${index}:0`, 'delivered')),
        ]);
      }

      expect(new Set(await first.statuses('S1'))).toEqual(new Set(['delivered']));
    });

    it('raises the version once for all that come at the same time', async () => {
      const { ledger, statuses, database } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [3] }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      const before = (await ledger.findSend('S1'))?.version ?? 0;

      const outcomes = await Promise.all([
        ledger.saveReport(report('m:0', 'sent')),
        ledger.saveReport(report('m:0', 'read')),
        ledger.saveReport(report('m:0', 'read')),
        ledger.saveReport(report('m:1', 'delivered')),
        ledger.saveReport(report('m:2', 'failed')),
        ledger.saveReport(report('stranger:0', 'read')),
        ledger.saveReport(report('m:2', 'read', { batchToken: 'made up' })),
      ]);

      expect(outcomes).toEqual(['stale', 'advanced', 'stale', 'advanced', 'advanced', 'parked', 'not_ours']);
      expect(await statuses('S1')).toEqual(['read', 'delivered', 'failed']);
      expect((await ledger.findSend('S1'))?.version).toBe(before + 1);
      expect(await database.run('select message_id, status from status_events order by message_id, status')).toEqual([
        { message_id: 'm:0', status: 'read' },
        { message_id: 'm:0', status: 'sent' },
        { message_id: 'm:1', status: 'delivered' },
        { message_id: 'm:2', status: 'failed' },
        { message_id: 'stranger:0', status: 'read' },
      ]);
    });

    it('gives its message ID to those that come at the same time', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);
      const toFirst = { batchToken: batch.token, recipientDigits: '919870000000' };

      const outcomes = await Promise.all([
        ledger.saveReport(report('m:0', 'sent', toFirst)),
        ledger.saveReport(report('m:0', 'failed')),
        // The batch has one delivery left that has no message ID.
        ledger.saveReport(report('m:1', 'delivered', { batchToken: batch.token })),
        ledger.saveReport(report('other:0', 'read', toFirst)),
      ]);

      expect(outcomes).toEqual(['stale', 'advanced', 'advanced', 'parked']);
      expect((await ledger.findSend('S1'))?.deliveries).toMatchObject([
        { status: 'failed', messageId: 'm:0' },
        { status: 'delivered', messageId: 'm:1' },
      ]);
    });

    it('that the database refuses makes none fail that come at the same time', async () => {
      const { ledger, statuses, database } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [3] }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await database.run('create unique index one_of_each_code on status_events (code)');
      await ledger.saveReport(report('m:2', 'failed'));

      const outcomes = await Promise.allSettled([
        ledger.saveReport(report('m:0', 'read')),
        ledger.saveReport(report('m:1', 'failed')),
        ledger.saveReport(report('m:1', 'delivered')),
      ]);

      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await statuses('S1')).toEqual(['read', 'delivered', 'failed']);
    });

    it('leads to the same end in any order and any number, and no status ever falls', async () => {
      const { ledger } = await openNew(create);
      const atOnce = fc.array(fc.constantFrom('sent', 'failed', 'delivered', 'read'), { minLength: 1, maxLength: 4 });
      const callbacks = fc.array(atOnce, { minLength: 1, maxLength: 4 });
      let run = 0;

      await fc.assert(
        fc.asyncProperty(callbacks, async (statuses) => {
          run += 1;
          const seen = await tell(ledger, `S${run}`, statuses);

          expect(seen).toEqual([...seen].sort((a, b) => a - b));
          expect(seen.at(-1)).toBe(Math.max(...statuses.flat().map((status) => RANK[status])));
        }),
        { numRuns: 60 },
      );
    });
  });
}

/** Sends one message, saves its reports, several at a time, and gives the rank of its status after each time. */
async function tell(
  ledger: TestLedger,
  sendId: string,
  callbacks: readonly (readonly StatusUpdate['status'][])[],
): Promise<number[]> {
  await ledger.accept(newSend(sendId));
  const batch = await claim(ledger);
  await ledger.settleBatch(batch, accepted(batch, sendId), undefined);
  const seen: number[] = [];
  for (const statuses of callbacks) {
    await Promise.all(statuses.map((status) => ledger.saveReport(report(`${sendId}:0`, status))));
    const status = (await ledger.findSend(sendId))?.deliveries[0]?.status;
    seen.push(RANK[status as keyof typeof RANK]);
  }
  return seen;
}
