import { describe, expect, it } from 'vitest';
import { accepted, claim, newSend, openNew, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A send to two people that Kaleyra took, so many milliseconds ago. */
async function openAccepted(create: CreateDatabase, agoMs: number) {
  const opened = await openNew(create);
  await opened.ledger.accept(newSend('S1', { sizes: [2] }));
  const batch = await claim(opened.ledger);
  await opened.ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
  await opened.database.run(`update deliveries set changed_at = changed_at - ${agoMs} returning id`);
  return opened;
}

async function overdue({ ledger }: Awaited<ReturnType<typeof openAccepted>>): Promise<(boolean | undefined)[]> {
  return (await ledger.findSend('S1'))?.deliveries.map(({ isReportOverdue }) => isReportOverdue) ?? [];
}

export function maintenanceContract(create: CreateDatabase): void {
  describe('a delivery that nothing is heard of', () => {
    it('is marked after a day, once, and its card has that to show', async () => {
      const opened = await openAccepted(create, DAY_MS);
      await opened.ledger.saveReport(report('m:1', 'sent'));
      const before = (await opened.ledger.findSend('S1'))?.version ?? 0;
      const other = await opened.openAgain();

      const marked = await Promise.all([opened.maintenance.markOverdue(), other.maintenance.markOverdue()]);

      expect(Math.max(...marked)).toBe(1);
      expect(await overdue(opened)).toEqual([true, undefined]);
      expect((await opened.ledger.findSend('S1'))?.version).toBe(before + 1);
      expect(await opened.maintenance.markOverdue()).toBe(0);
    });

    it('is left alone before that', async () => {
      const opened = await openAccepted(create, DAY_MS - 60_000);

      expect(await opened.maintenance.markOverdue()).toBe(0);
      expect(await overdue(opened)).toEqual([undefined, undefined]);
    });

    it('is no longer overdue when its report comes after all', async () => {
      const opened = await openAccepted(create, DAY_MS);
      await opened.maintenance.markOverdue();

      await opened.ledger.saveReport(report('m:0', 'delivered'));

      expect(await overdue(opened)).toEqual([undefined, true]);
    });
  });

  describe('a report of a message that is not known', () => {
    it('is kept for three days and then forgotten; one that found its delivery stays', async () => {
      const { ledger, maintenance, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await ledger.saveReport(report('m:0', 'sent'));
      await ledger.saveReport(report('strange:0', 'sent'));
      const early = await maintenance.dropParked();

      await database.run(`update status_events set received_at = received_at - ${3 * DAY_MS} returning id`);

      expect(early).toBe(0);
      expect(await maintenance.dropParked()).toBe(1);
      const left = await database.run('select message_id from status_events');
      expect(left.map((row) => row['message_id'])).toEqual(['m:0']);
    });

    it('is not believed at all with a token that belongs to no batch', async () => {
      const { ledger, database, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      const forged = await ledger.saveReport(report('m:0', 'read', { batchToken: 'made-up' }));

      expect(forged).toBe('not_ours');
      expect(await statuses('S1')).toEqual(['accepted']);
      expect(await database.run('select id from status_events')).toEqual([]);
      expect(await ledger.saveReport(report('m:0', 'read', { batchToken: batch.token }))).toBe('advanced');
    });
  });
}
