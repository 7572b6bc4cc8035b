import { describe, expect, it } from 'vitest';
import { phone } from '../../support/sends.ts';
import { claim, newSend, openNew, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const OTHER_SENDER = phone('+919800000099');

export function dueContract(create: CreateDatabase): void {
  describe('a batch that has to wait', () => {
    it('is left alone by workers that ask together with one for what is due', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      await ledger.requeueBatch(await claim(ledger), 60_000);

      const claimed = await Promise.all(['w1', 'w2', 'w3'].map((worker) => ledger.claimBatch(worker)));

      expect(claimed.flatMap((batch) => batch?.token ?? [])).toEqual(['S1-token-1']);
      expect(await statuses('S1')).toEqual(['queued', 'sending']);
    });

    it('keeps nothing else of its send waiting', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1, 1] }));
      await ledger.requeueBatch(await claim(ledger), 60_000);

      const claimed = [await claim(ledger), await claim(ledger)].map(({ token }) => token);

      expect(claimed).toEqual(['S1-token-1', 'S1-token-2']);
    });

    it('keeps its send’s place in line', async () => {
      const { database, ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.accept(newSend('S2'));
      await database.run(`update batches set not_before = not_before + 3600000 where send_id = 'S1'`);
      const whileWaiting = await ledger.claimBatch('worker');
      for (const table of ['batches', 'queued_sends'])
        await database.run(`update ${table} set not_before = not_before - 3600000 where send_id = 'S1'`);

      expect(whileWaiting).toBeUndefined();
      expect([(await claim(ledger)).sendId, (await claim(ledger)).sendId]).toEqual(['S1', 'S2']);
    });

    it('keeps no other sender from sending', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.requeueBatch(await claim(ledger), 60_000);
      await ledger.accept(newSend('S2', { order: { sender: OTHER_SENDER } }));

      expect((await claim(ledger)).sendId).toBe('S2');
    });

    it('goes back into the queue without what a report has said of it meanwhile', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [2] }));
      const batch = await claim(ledger);
      await ledger.saveReport(report('m:0', 'delivered', { batchToken: batch.token, recipientDigits: '919870000000' }));

      await ledger.requeueBatch(batch, 0);

      expect(await statuses('S1')).toEqual(['delivered', 'queued']);
      expect((await claim(ledger)).outgoing.recipients).toHaveLength(1);
    });

    it('waits for its sender’s rate as long as that is, and no longer', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 20 });
      await ledger.accept(newSend('S1', { sizes: [20, 1] }));
      await claim(ledger);

      const wait = (await ledger.untilNextBatch()) ?? 0;

      expect(wait).toBeGreaterThan(500);
      expect(wait).toBeLessThan(1_100);
    });

    it('says when it may leave, and the earliest of several does', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      await ledger.accept(newSend('S2', { order: { sender: OTHER_SENDER } }));
      const batches = [await claim(ledger), await claim(ledger), await claim(ledger)];
      const waits = [50_000, 40_000, 60_000];
      for (const [index, batch] of batches.entries()) await ledger.requeueBatch(batch, waits[index] ?? 0);

      const wait = await ledger.untilNextBatch();

      expect(wait).toBeLessThanOrEqual(40_000);
      expect(wait).toBeGreaterThan(30_000);
    });
  });
}
