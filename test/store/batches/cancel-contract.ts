import { describe, expect, it } from 'vitest';
import { accepted, claim, newSend, openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

/** Cancelling what has not left. */
export function cancelContract(create: CreateDatabase): void {
  describe('cancelling a send', () => {
    it('stops what waits, leaves alone what is on its way, and remembers who did it', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1', { sizes: [1, 2, 1] }));
      const batch = await claim(ledger);
      const version = (await ledger.findSend('S1'))?.version ?? 0;

      const cancelled = await ledger.cancelWaiting('S1', 'U2');
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      expect(cancelled).toBe(3);
      expect(await statuses('S1')).toEqual(['accepted', 'cancelled', 'cancelled', 'cancelled']);
      const send = await ledger.findSend('S1');
      expect(send?.cancellation).toMatchObject({ by: 'U2', onTheirWay: 1 });
      expect(send?.version).toBe(version + 2);
      expect(await ledger.claimBatch('worker')).toBeUndefined();
      expect(await ledger.untilNextBatch()).toBeUndefined();
    });

    it('changes nothing when nothing waits, and keeps the first name', async () => {
      const { ledger } = await openNew(create);
      await ledger.accept(newSend('S1'));

      const results = [await ledger.cancelWaiting('S1', 'U2'), await ledger.cancelWaiting('S1', 'U3')];

      expect(results).toEqual([1, 0]);
      expect((await ledger.findSend('S1'))?.cancellation?.by).toBe('U2');
      expect(await ledger.cancelWaiting('S2', 'U2')).toBe(0);
    });

    it('stops what came back into the queue, because nothing of it had left', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.requeueBatch(await claim(ledger), 60_000);

      await ledger.cancelWaiting('S1', 'U2');

      expect(await statuses('S1')).toEqual(['cancelled']);
    });

    it('touches no other send', async () => {
      const { ledger, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      await ledger.accept(newSend('S2', { order: { channelId: 'C2' } }));

      await ledger.cancelWaiting('S1', 'U2');

      expect(await statuses('S2')).toEqual(['queued']);
      expect((await claim(ledger)).sendId).toBe('S2');
    });

    it('at the same time as workers of two processes claim: each message leaves or is cancelled, never both', async () => {
      const { ledger, openAgain, statuses } = await openNew(create);
      const other = await openAgain();
      await ledger.accept(newSend('S1', { sizes: Array.from({ length: 20 }, () => 1) }));
      const claimAll = async (from: typeof ledger, worker: string) => {
        const ids: string[] = [];
        for (let batch = await from.claimBatch(worker); batch !== undefined; batch = await from.claimBatch(worker)) {
          ids.push(...batch.deliveryIds);
        }
        return ids;
      };

      const [left, leftToo, cancelled] = await Promise.all([
        claimAll(ledger, 'one'),
        claimAll(other.ledger, 'two'),
        other.ledger.cancelWaiting('S1', 'U2'),
      ]);

      const now = await statuses('S1');
      expect(now.filter((status) => status === 'sending')).toHaveLength(left.length + leftToo.length);
      expect(now.filter((status) => status === 'cancelled')).toHaveLength(cancelled);
      expect(left.length + leftToo.length + cancelled).toBe(20);
    });
  });

  describe('a send that waits', () => {
    it('says until when its sender’s line lasts', async () => {
      const { ledger } = await openNew(create, { messagesPerSecond: 1 });
      await ledger.accept(newSend('S1', { sizes: [8] }));
      await ledger.accept(newSend('S2', { sizes: [2], order: { channelId: 'C2' } }));

      const send = await ledger.findSend('S2');

      expect(send?.waiting).toMatchObject({ kind: 'in_line', ahead: 10, perSecond: 1 });
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
