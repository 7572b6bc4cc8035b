import { describe, expect, it } from 'vitest';
import { accepted, claim, newSend, openNew, rejected, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const SHORT_LEASE_MS = 20;

export function lateAnswerContract(create: CreateDatabase): void {
  describe('an answer that comes after something else was known', () => {
    it('changes nothing of a batch that is back in the queue, though its fence is still the same', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.requeueBatch(batch, 60_000);

      const isSaved = await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(isSaved).toBe(false);
      expect(await statuses('S1')).toEqual(['queued']);
    });

    it('leaves the reason and the time of a failure as the report gave them', async () => {
      const { database, ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);
      await ledger.saveReport(
        report('m:0', 'failed', { batchToken: batch.token, recipientDigits: '919870000000', text: 'Not on WhatsApp' }),
      );
      await database.run('update deliveries set changed_at = changed_at - 60000 returning id');
      const before = (await ledger.findSend('S1'))?.deliveries[0];

      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(before).toMatchObject({ status: 'failed', failure: { code: '131026', text: 'Not on WhatsApp' } });
      expect((await ledger.findSend('S1'))?.deliveries[0]).toEqual(before);
    });

    it('says nothing new of a delivery that it does not name, of which nobody knew already', async () => {
      const { ledger } = await openNew(create, { leaseMs: SHORT_LEASE_MS });
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);
      await expect.poll(() => ledger.expireLeases()).toBe(2);

      await ledger.settleBatch(batch, rejected(batch).slice(0, 1), undefined);

      expect((await ledger.findSend('S1'))?.deliveries).toMatchObject([
        { status: 'rejected', failure: { reason: 'refused', code: 'E424', text: 'Template not found' } },
        { status: 'unknown', failure: { reason: 'interrupted' } },
      ]);
    });

    it('has its warning on its own send alone', async () => {
      const { ledger } = await openNew(create);
      for (const id of ['S1', 'S2']) await ledger.accept(newSend(id));
      const [first, second] = [await claim(ledger), await claim(ledger)];

      await ledger.settleBatch(first, accepted(first, 'a'), { kind: 'other', text: 'Slow down' });
      await ledger.settleBatch(second, accepted(second, 'b'), undefined);

      const warnings = await Promise.all(['S1', 'S2'].map(async (id) => (await ledger.findSend(id))?.warning?.text));
      expect(warnings).toEqual(['Slow down', undefined]);
    });
  });
}
