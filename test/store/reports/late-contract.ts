import { describe, expect, it } from 'vitest';
import { accepted, claim, newSend, openNew, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const HOUR_MS = 60 * 60_000;

export function lateContract(create: CreateDatabase): void {
  describe('a report that comes before the message that it is about', () => {
    it.each([
      [71, 'delivered'],
      [73, 'accepted'],
    ])('is kept for three days: after %i hours the message is %s', async (hours, status) => {
      const { database, ledger, statuses } = await openNew(create);
      await ledger.saveReport(report('m:0', 'delivered'));
      await database.run(`update status_events set received_at = received_at - ${hours * HOUR_MS} returning id`);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);

      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(await statuses('S1')).toEqual([status]);
    });

    it('is found in what happened to the message when it is told again, though it was too old at first', async () => {
      const { database, ledger, lookup, statuses } = await openNew(create);
      await ledger.saveReport(report('m:0', 'delivered'));
      await database.run(`update status_events set received_at = received_at - ${73 * HOUR_MS} returning id`);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      await ledger.saveReport(report('m:0', 'delivered'));

      const history = (await lookup.historyOf(['S1.0'])).get('S1.0') ?? [];
      expect(history.filter(({ from }) => from === 'report')).toMatchObject([{ status: 'delivered' }]);
      expect(await statuses('S1')).toEqual(['delivered']);
    });
  });
}
