import { describe, expect, it } from 'vitest';
import { accepted, claim, newSend, openNew, rejected, report, these, unanswered } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

export function historyContract(create: CreateDatabase): void {
  describe('what happened to a delivery', () => {
    it('is told in the order of time, whoever said it: the bot, a person or a report', async () => {
      const { database, ledger, lookup } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      await database.run('update status_changes set changed_at = changed_at - 20000 returning id');
      await lookup.addManualReports({ sendId: 'S1', about: these('S1.0'), actorId: 'U2', said: 'not_arrived' });
      await database.run('update manual_reports set said_at = said_at - 10000 returning delivery_id');
      await ledger.saveReport(report('m:0', 'delivered', { batchToken: batch.token }));

      const history = (await lookup.historyOf(['S1.0'])).get('S1.0') ?? [];

      expect(history.map((entry) => [entry.from, 'status' in entry ? entry.status : entry.said])).toEqual([
        ['bot', 'sending'],
        ['bot', 'unknown'],
        ['person', 'not_arrived'],
        ['report', 'delivered'],
      ]);
    });

    it('says why it failed, whether Kaleyra refused it or reported it later', async () => {
      const { ledger, lookup } = await openNew(create);
      for (const id of ['S1', 'S2']) await ledger.accept(newSend(id));
      const [taken, refused] = [await claim(ledger), await claim(ledger)];
      await ledger.settleBatch(taken, accepted(taken, 'm'), undefined);
      await ledger.settleBatch(refused, rejected(refused), undefined);
      await ledger.saveReport(report('m:0', 'sent'));
      await ledger.saveReport(report('m:0', 'failed', { text: 'Message undeliverable' }));

      const said = [...(await lookup.historyOf(['S1.0', 'S2.0'])).values()].flatMap((entries) =>
        entries.flatMap((entry) => ('status' in entry ? [[entry.from, entry.status, entry.failure]] : [])),
      );

      expect(said).toContainEqual(['report', 'sent', undefined]);
      expect(said).toContainEqual([
        'report',
        'failed',
        { reason: 'reported', code: '131026', text: 'Message undeliverable' },
      ]);
      expect(said).toContainEqual(['bot', 'rejected', { reason: 'refused', code: 'E424', text: 'Template not found' }]);
    });
  });

  describe('a message ID that two sends have', () => {
    it('leads a person to the newer one', async () => {
      const { database, ledger, lookup } = await openNew(create);
      for (const id of ['S1', 'S2']) {
        await ledger.accept(newSend(id));
        const batch = await claim(ledger);
        await ledger.settleBatch(batch, accepted(batch, 'same'), undefined);
      }
      await database.run(`update sends set created_at = created_at - 5000 where id = 'S1' returning id`);
      const asker = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };

      expect((await lookup.findSendOfMessage('same', asker))?.id).toBe('S2');
      await database.run(`update sends set created_at = created_at - 9000 where id = 'S2' returning id`);
      expect((await lookup.findSendOfMessage('same', asker))?.id).toBe('S1');
    });
  });
}
