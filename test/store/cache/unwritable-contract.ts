import { describe, expect, it } from 'vitest';
import { newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

export function unwritableContract(create: CreateDatabase): void {
  describe('a draft that cannot be written', () => {
    it('is refused, so that no review is shown that could not be sent', async () => {
      const { database, drafts } = await openNew(create);
      await database.run('alter table cache_entries rename to cache_entries_gone');

      await expect(drafts.save('d1', { order: newSend('S1').order, responseUrl: undefined })).rejects.toThrow();
    });
  });
}
