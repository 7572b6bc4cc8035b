import { describe, expect, it } from 'vitest';
import { claim, newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

/** Why a send has not left yet. */
export function waitingContract(create: CreateDatabase): void {
  describe('a send that waits', () => {
    it('says until when its sender’s line lasts', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 1 });
      await ledger.accept(newSend('S1', { sizes: [8] }));
      await ledger.accept(newSend('S2', { sizes: [2], order: { channelId: 'C2' } }));

      const send = await ledger.findSend('S2');

      expect(send?.waiting).toMatchObject({ kind: 'in_line', ahead: 10, perSecond: 1 });
    });

    it('waits only for what leaves before it: a long one leaves in turn with it', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 1 });
      await ledger.accept(newSend('S1', { sizes: Array.from({ length: 500 }, () => 1) }));
      await ledger.accept(newSend('S2', { sizes: Array.from({ length: 5 }, () => 1), order: { channelId: 'C2' } }));

      const [long, short] = [await ledger.findSend('S1'), await ledger.findSend('S2')];

      expect(long?.waiting).toMatchObject({ kind: 'in_line', ahead: 505 });
      expect(short?.waiting).toMatchObject({ kind: 'in_line', ahead: 10 });
    });

    it('waits for whole requests of the others', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 1 });
      await ledger.accept(newSend('S1', { sizes: Array.from({ length: 10 }, () => 20) }));
      await ledger.accept(newSend('S2', { sizes: [20, 5], order: { channelId: 'C2' } }));
      await ledger.accept(newSend('S3', { sizes: [3], order: { channelId: 'C3' } }));

      const send = await ledger.findSend('S2');

      expect(send?.waiting).toMatchObject({ kind: 'in_line', ahead: 25 + 40 + 3 });
    });

    it('says when it is tried again, and nothing where it is sent at once', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const atFirst = (await ledger.findSend('S1'))?.waiting;
      await ledger.requeueBatch(await claim(ledger), 60_000);

      expect(atFirst).toBeUndefined();
      expect((await ledger.findSend('S1'))?.waiting).toMatchObject({ kind: 'retry' });
    });
  });
}
