import { describe, expect, it } from 'vitest';
import { accepted, claim, newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const DAY_MS = 24 * 60 * 60_000;

export function overdueContract(create: CreateDatabase): void {
  describe('sends that nothing is heard of', () => {
    it('are all marked in one run, each once', async () => {
      const { database, ledger, maintenance } = await openNew(create);
      for (const id of ['S1', 'S2', 'S3']) {
        await ledger.accept(newSend(id, { sizes: [2] }));
        const batch = await claim(ledger);
        await ledger.settleBatch(batch, accepted(batch, id), undefined);
      }
      await database.run(`update deliveries set changed_at = changed_at - ${DAY_MS} returning id`);

      const marked = [await maintenance.markOverdue(), await maintenance.markOverdue()];

      expect(marked).toEqual([3, 0]);
    });
  });
}
