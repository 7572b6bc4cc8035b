import { describe, expect, it } from 'vitest';
import { claim, newSend, openNew, unanswered } from '../opened-ledger.ts';
import type { CreateDatabase, TestDatabase } from '../test-database.ts';

const RATE = { messagesPerSecond: 1 };

/** Takes the ledger back to what 0005 left, with all that is in it. */
async function undoPlainNames({ run }: TestDatabase): Promise<void> {
  for (const view of ['testimonies', 'paces']) await run(`drop view if exists ${view}`);
  await run('alter table manual_reports rename to testimonies');
  await run('alter table send_rates rename to paces');
  await run('drop table heartbeats');
  await run('drop index deliveries_unknown');
  await run('drop index deliveries_by_recipient');
  await run('drop table cancellations');
  await run(`delete from kysely_migration where name >= '0006' returning name`);
}

export function migrationContract(create: CreateDatabase): void {
  describe('a ledger of the release before', () => {
    it('keeps its manual reports and its send rates under their new names', async () => {
      const { ledger, lookup, database, close, openAgain } = await openNew(create, RATE);
      await ledger.accept(newSend('S1', { sizes: [1, 1] }));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, unanswered(batch), undefined);
      await lookup.addManualReport({ sendId: 'S1', deliveryId: 'S1.0', actorId: 'U2', said: 'arrived' });
      await close();
      await undoPlainNames(database);

      const later = await openAgain();

      expect(await later.statuses('S1')).toEqual(['delivered', 'queued']);
      expect(await later.ledger.claimBatch('worker')).toBeUndefined();
      expect(await later.ledger.untilNextBatch()).toBeGreaterThan(0);
    });
  });
}
