import { describe, expect, it } from 'vitest';
import { newSend, openNew, SILENT } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

export function healthContract(create: CreateDatabase): void {
  describe('the health of the ledger', () => {
    it('is well while sends can be saved, and its check changes no send', async () => {
      const { ledger, ledgerHealth, openAgain } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const before = await ledger.findSend('S1');
      const other = await openAgain();

      const found = await Promise.all([ledgerHealth.checkWritable(), other.ledgerHealth.checkWritable()]);

      expect(found).toEqual([undefined, undefined]);
      expect(await ledgerHealth.lastProblem()).toBeUndefined();
      expect(await ledger.findSend('S1')).toEqual(before);
    });

    it('is bad from the first check that could not write, and is logged once, and once when it is well again', async () => {
      const lines: string[] = [];
      const keep = (_: object, message: string): void => void lines.push(message);
      const { database, ledgerHealth } = await openNew(create, { log: { ...SILENT, info: keep, error: keep } });
      await database.run('alter table heartbeats rename to missing');

      const found = [await ledgerHealth.checkWritable(), await ledgerHealth.checkWritable()];
      const last = await ledgerHealth.lastProblem();
      await database.run('alter table missing rename to heartbeats');

      expect(found).toEqual(['no_answer', 'no_answer']);
      expect(last).toBe('no_answer');
      expect(await ledgerHealth.checkWritable()).toBeUndefined();
      expect(await ledgerHealth.lastProblem()).toBeUndefined();
      expect(lines).toEqual(['ledger cannot be written', 'ledger can be written again']);
    });
  });
}
